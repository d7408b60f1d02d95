import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { subgraphs } from './scenario.ts';

/** The supergraph of the scenario, with its subgraphs at `origin`. */
export function composeScenario(origin: string): string {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    url: `${origin}/${name}`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl) return supergraphSdl;
  throw new Error(`The scenario does not compose: ${errors?.map(({ message }) => message).join('\n')}`);
}
