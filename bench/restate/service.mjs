import { createServer } from 'node:http2';
import { createEndpointHandler, service } from '@restatedev/restate-sdk';

const nothing = async () => {};

/** Three steps that do nothing, each recorded when it is done. */
const sagas = service({
  name: 'sagas',
  handlers: {
    async external(context) {
      await context.run('one', nothing);
      await context.run('two', nothing);
      await context.run('three', nothing);
    },
  },
});

const server = createServer(createEndpointHandler({ services: [sagas] }));
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
process.once('disconnect', () => process.exit());
