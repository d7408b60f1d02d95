const singlesAtOnce = 8;
const batchesAtOnce = 3;
const mostInBatch = 100;
const slowMs = 500;

/** The outcome of a batch: a result for each of its items, and whether all succeeded together. */
export interface Worked<Result> {
  readonly results: readonly Result[];
  readonly wentWell: boolean;
}

/** The way in which items become batches. */
interface BatchWork<Item, Result> {
  /** Only items of one group share a batch. */
  groupOf(item: Item): string;
  work(batch: readonly Item[]): Promise<Worked<Result>>;
  /** Aborts the start of waiting items; their result is `leftBehind`. */
  readonly stopping: AbortSignal;
  readonly leftBehind: Result;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly end: PromiseWithResolvers<Result>;
}

interface State<Item, Result> extends BatchWork<Item, Result> {
  atWork: number;
  waiting: Waiting<Item, Result>[];
  /** The maximum number of items of the next batch. */
  most: number;
}

/**
 * Works items off as soon as they come, several batches at a time: alone where they come alone, and together where they
 * wait. A batch may be twice as large after each that went well, half as large after one that took long, and has one
 * item after one that went wrong.
 */
export function createBatcher<Item, Result>(how: BatchWork<Item, Result>): (item: Item) => Promise<Result> {
  const state: State<Item, Result> = { ...how, atWork: 0, waiting: [], most: 1 };
  const leave = () => state.waiting.splice(0).forEach(({ end }) => end.resolve(how.leftBehind));
  how.stopping.addEventListener('abort', leave, { once: true });
  return (item) => {
    if (how.stopping.aborted) return Promise.resolve(how.leftBehind);
    const end = Promise.withResolvers<Result>();
    state.waiting.push({ item, end });
    fill(state);
    return end.promise;
  };
}

/** Two or three large batches keep the database busy; small ones gain from more at once. */
function fill<Item, Result>(state: State<Item, Result>): void {
  while (state.atWork < (state.most === 1 ? singlesAtOnce : batchesAtOnce) && state.waiting.length > 0) {
    const { batch, rest } = takeBatch(state);
    state.waiting = rest;
    void run(state, batch);
  }
}

async function run<Item, Result>(
  state: State<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  const began = performance.now();
  state.atWork += 1;
  try {
    const { results, wentWell } = await state.work(batch.map(({ item }) => item));
    const isSlow = performance.now() - began > slowMs;
    state.most = wentWell ? clamp(isSlow ? state.most / 2 : state.most * 2) : 1;
    batch.forEach(({ end }, index) => end.resolve(results[index] as Result));
  } catch (error) {
    state.most = 1;
    for (const { end } of batch) end.reject(error);
  }
  state.atWork -= 1;
  fill(state);
}

const clamp = (size: number) => Math.max(1, Math.min(Math.floor(size), mostInBatch));

/** The first item and those of its group, in order, at most half of all; and the rest. */
function takeBatch<Item, Result>({
  waiting,
  most,
  groupOf,
}: State<Item, Result>): {
  batch: readonly Waiting<Item, Result>[];
  rest: Waiting<Item, Result>[];
} {
  const size = Math.min(most, Math.ceil(waiting.length / 2));
  const [first] = waiting;
  const group = first && groupOf(first.item);
  const batch: Waiting<Item, Result>[] = [];
  const rest: Waiting<Item, Result>[] = [];
  for (const each of waiting) (batch.length < size && groupOf(each.item) === group ? batch : rest).push(each);
  return { batch, rest };
}
