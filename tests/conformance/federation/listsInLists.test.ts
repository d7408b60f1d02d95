import { conform, find } from './conform.ts';

const cell = (id: string) => ({ id });
const one = { id: '1', value: 10 };
const two = { id: '2', value: 20 };
const three = { id: '3', value: 30 };
const cells = [one, two, three];
const near: Readonly<Record<string, unknown>> = { 1: [[two], [three, one]], 2: [], 3: null };

conform('entities in lists of lists', {
  subgraphs: {
    boards: {
      sdl: `
        type Query { boards: [Board] }
        type Board { rows: [[Cell]] groups: [Group!] }
        type Group { members: [Cell] lead: Cell }
        type Cell @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          boards: () => [
            {
              rows: [[cell('1'), null, cell('2')], [], null, [cell('1')]],
              groups: [
                { members: [cell('3'), cell('1')], lead: cell('2') },
                { members: null, lead: null },
              ],
            },
            { rows: null, groups: [] },
            null,
            { rows: [[cell('3')]], groups: null },
          ],
        },
      },
    },
    values: {
      sdl: `type Cell @key(fields: "id") { id: ID! value: Int near: [[Cell]] }`,
      resolvers: {
        Cell: {
          __resolveReference: find(cells),
          near: ({ id }: { id: string }) => near[id],
        },
      },
    },
    labels: {
      sdl: `type Cell @key(fields: "id") { id: ID! label: String }`,
      resolvers: { Cell: { label: ({ id }: { id: string }) => `#${id}` } },
    },
  },
  operations: [
    {
      title: 'each entity gets its own values',
      query: '{ boards { rows { value label } } }',
      data: {
        boards: [
          {
            rows: [
              [{ value: 10, label: '#1' }, null, { value: 20, label: '#2' }],
              [],
              null,
              [{ value: 10, label: '#1' }],
            ],
          },
          { rows: null },
          null,
          { rows: [[{ value: 30, label: '#3' }]] },
        ],
      },
    },
    {
      title: 'on several paths at once',
      query: '{ boards { groups { members { value } lead { value label } } rows { label } } }',
      data: {
        boards: [
          {
            groups: [
              { members: [{ value: 30 }, { value: 10 }], lead: { value: 20, label: '#2' } },
              { members: null, lead: null },
            ],
            rows: [[{ label: '#1' }, null, { label: '#2' }], [], null, [{ label: '#1' }]],
          },
          { groups: [], rows: null },
          null,
          { groups: null, rows: [[{ label: '#3' }]] },
        ],
      },
    },
    {
      title: 'and behind an entity',
      query: '{ boards { groups { lead { near { label } } members { id near { label value } } } } }',
      data: {
        boards: [
          {
            groups: [
              {
                lead: { near: [] },
                members: [
                  { id: '3', near: null },
                  {
                    id: '1',
                    near: [
                      [{ label: '#2', value: 20 }],
                      [
                        { label: '#3', value: 30 },
                        { label: '#1', value: 10 },
                      ],
                    ],
                  },
                ],
              },
              { lead: null, members: null },
            ],
          },
          { groups: [] },
          null,
          { groups: null },
        ],
      },
    },
  ],
});
