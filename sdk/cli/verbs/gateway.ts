import { binVerb } from './binVerb.ts';

/** `nimbus gateway`: the one GraphQL endpoint, by the command of the gateway's own package. */
export const gateway = binVerb(
  {
    usage: 'nimbus gateway [--supergraph FILE --insecure [--port N]]',
    summary:
      'Serves core and the active plugins as one graph; settings come from the environment. With --supergraph it serves that file alone, to everyone.',
  },
  [],
  () => import.meta.resolve('@nimbusvault/gateway/bin'),
);
