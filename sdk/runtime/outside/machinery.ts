export { createBreakers } from './breakers.ts';
export { callOutside } from './callOutside.ts';
export { readOutgoing } from './outgoing.ts';
export { createTokens } from './tokens.ts';
export { openTransport } from './transport.ts';
