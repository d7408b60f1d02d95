# syntax=docker/dockerfile:1

FROM node:26-trixie-slim AS base
WORKDIR /vault
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=4000

FROM base AS packages
COPY --parents package.json package-lock.json .npmrc */package.json plugin-subgraphs/*/package.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM packages AS explorer
RUN npm ci --include=dev --include=optional --ignore-scripts
COPY tsconfig.json ./
COPY gateway gateway
RUN node gateway/explorer/build.ts

FROM base AS nimbus
COPY --from=packages /vault ./
COPY sdk sdk
COPY supergraph.yaml vault-settings.json ./
USER node
ENTRYPOINT ["node", "sdk/cli/bin/nimbus.mjs"]

# One subgraph; FOLDER is where its code is. Run it with the command `serve <Name>`.
FROM nimbus AS subgraph
ARG FOLDER
COPY ${FOLDER} ${FOLDER}
EXPOSE 4000
HEALTHCHECK --interval=5s --start-period=30s --start-interval=1s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# The migrations of one subgraph, as the database's owner. Run it with the command `migrate <Name>`.
FROM nimbus AS migrate
ARG FOLDER
COPY ${FOLDER} ${FOLDER}

FROM nimbus AS gateway
COPY gateway gateway
COPY --parents core-subgraph/schema.graphql plugin-subgraphs/*/schema.graphql ./
COPY --from=explorer /vault/gateway/explorer/dist gateway/explorer/dist
EXPOSE 4000
HEALTHCHECK --interval=5s --start-period=30s --start-interval=1s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["gateway"]
