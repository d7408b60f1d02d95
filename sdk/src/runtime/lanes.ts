const lanesOfOne = 8;
const lanesOfMany = 3;
const mostInBatch = 100;
const slowMs = 500;

/** Items that are worked off in batches, several batches at a time. */
export interface Lanes<Item> {
  /** How many items wait or are being worked on. */
  readonly size: number;
  add(item: Item): void;
  /** Resolves once another batch is done. */
  next(): Promise<void>;
  /** Takes out the items that wait, and resolves to them once those at work are done. */
  close(): Promise<readonly Item[]>;
}

/** How items become batches. Only those of one group share one. */
export interface LaneWork<Item> {
  groupOf(item: Item): string;
  /** Works a batch off; false where that did not go well, and its items had to be taken one by one. It never throws. */
  work(batch: readonly Item[]): Promise<boolean>;
}

interface State<Item> extends LaneWork<Item> {
  readonly atWork: Set<Promise<void>>;
  waiting: Item[];
  taken: number;
  /** How many items the next batch may have. */
  most: number;
}

/**
 * Works items off as soon as they come: alone where they come alone, and together where they wait. A batch may be twice
 * as large after each that went well, half as large after one that took long, and has one item after one that went wrong.
 */
export function openLanes<Item>(how: LaneWork<Item>): Lanes<Item> {
  const state: State<Item> = { ...how, atWork: new Set(), waiting: [], taken: 0, most: 1 };
  return {
    get size() {
      return state.waiting.length + state.taken;
    },
    add(item) {
      state.waiting.push(item);
      fill(state);
    },
    next: () => Promise.race(state.atWork),
    async close() {
      const left = state.waiting;
      state.waiting = [];
      await Promise.all(state.atWork);
      return left;
    },
  };
}

/** Large batches keep the database busy by two or three; small ones gain from more at once. */
function fill<Item>(state: State<Item>): void {
  while (state.atWork.size < (state.most === 1 ? lanesOfOne : lanesOfMany) && state.waiting.length > 0) {
    const size = Math.min(state.most, Math.ceil(state.waiting.length / 2));
    const { batch, rest } = takeBatch(state.waiting, size, state.groupOf);
    state.waiting = rest;
    state.taken += batch.length;
    const running = run(state, batch).finally(() => {
      state.taken -= batch.length;
      state.atWork.delete(running);
      fill(state);
    });
    state.atWork.add(running);
  }
}

async function run<Item>(state: State<Item>, batch: readonly Item[]): Promise<void> {
  const began = performance.now();
  const wentWell = await state.work(batch);
  const isSlow = performance.now() - began > slowMs;
  state.most = wentWell ? clamp(isSlow ? state.most / 2 : state.most * 2) : 1;
}

const clamp = (size: number) => Math.max(1, Math.min(Math.floor(size), mostInBatch));

/** The first item and those of its group, in order, and what is left. */
function takeBatch<Item>(
  items: readonly Item[],
  most: number,
  groupOf: (item: Item) => string,
): { batch: readonly Item[]; rest: Item[] } {
  const [first] = items;
  const group = first && groupOf(first);
  const batch: Item[] = [];
  const rest: Item[] = [];
  for (const item of items) (batch.length < most && groupOf(item) === group ? batch : rest).push(item);
  return { batch, rest };
}
