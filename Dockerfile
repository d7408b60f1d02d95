# syntax=docker/dockerfile:1

FROM node:26-trixie-slim AS base
WORKDIR /vault
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=4000

FROM base AS manifests
COPY --parents package.json package-lock.json .npmrc sdk/*/package.json gateway/package.json core-subgraph/package.json plugin-subgraphs/*/package.json ./

FROM manifests AS explorer
RUN npm ci --include=dev --include=optional --ignore-scripts
COPY tsconfig.json ./
COPY gateway gateway
RUN node gateway/explorer/build.ts

# One plugin and its runtime; FOLDER is the folder of its code.
FROM manifests AS plugin
ARG FOLDER
RUN npm ci --omit=dev --omit=optional --ignore-scripts --workspace=${FOLDER}
COPY sdk/plugin sdk/plugin
COPY sdk/runtime sdk/runtime
COPY supergraph.yaml ops/vault-settings.json ./
COPY ${FOLDER} ${FOLDER}
USER node
ENTRYPOINT ["node", "sdk/runtime/bin/nimbus-subgraph.mjs"]

# The plugin's subgraph. Run it with the command `serve <Name>`.
FROM plugin AS subgraph
EXPOSE 4000
HEALTHCHECK --interval=5s --start-period=30s --start-interval=1s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# The plugin's migrations, as the database's owner. Run it with the command `migrate <Name>`.
FROM plugin AS migrate

FROM manifests AS gateway
RUN npm ci --omit=dev --omit=optional --ignore-scripts --workspace=gateway
COPY sdk/plugin sdk/plugin
COPY sdk/runtime sdk/runtime
COPY sdk/graph sdk/graph
COPY gateway gateway
COPY --parents core-subgraph/schema.graphql plugin-subgraphs/*/schema.graphql ./
COPY supergraph.yaml ops/vault-settings.json ./
COPY --from=explorer /vault/gateway/explorer/dist gateway/explorer/dist
USER node
EXPOSE 4000
HEALTHCHECK --interval=5s --start-period=30s --start-interval=1s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "gateway/bin/nimbus-gateway.mjs"]
