import { conform, find } from './conform.ts';

const moved = () => {
  throw new Error('This field has moved.');
};

conform('@override', {
  subgraphs: {
    old: {
      sdl: `
        type Query { bill: Bill version: String }
        type Bill @key(fields: "id") { id: ID! amount: Int payer: String }
      `,
      resolvers: {
        Query: { bill: () => ({ id: '1', payer: 'Ada' }), version: moved },
        Bill: { __resolveReference: find([{ id: '1', payer: 'Ada' }]), amount: moved },
      },
    },
    next: {
      sdl: `
        type Query { version: String @override(from: "old") newBill: Bill }
        type Bill @key(fields: "id") { id: ID! amount: Int @override(from: "old") }
      `,
      resolvers: {
        Query: { version: () => 'next', newBill: () => ({ id: '1', amount: 7 }) },
        Bill: { __resolveReference: find([{ id: '1', amount: 7 }]) },
      },
    },
  },
  operations: [
    { title: 'of a root field', query: '{ version }', data: { version: 'next' } },
    {
      title: 'of a field of an entity',
      query: '{ bill { payer amount } newBill { payer amount } }',
      data: { bill: { payer: 'Ada', amount: 7 }, newBill: { payer: 'Ada', amount: 7 } },
    },
  ],
});
