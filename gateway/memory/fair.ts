/** Texts shared by all owners. If there is no room, the owner with the most text loses the oldest one. */
export interface Fair {
  get(key: string): string | undefined;
  set(key: string, text: string, owner: string): void;
}

interface Held {
  readonly owner: string;
  readonly text: string;
}

/** `room`: in characters; each text counts as at least `least` characters. */
export function createFair(room: { readonly characters: number; readonly least: number }): Fair {
  const held = new Map<string, Held>();
  const sizes = new Map<string, number>();
  let total = 0;
  const count = ({ owner, text }: Held, sign: 1 | -1) => {
    const size = sign * Math.max(room.least, text.length);
    const all = (sizes.get(owner) ?? 0) + size;
    total += size;
    if (all === 0) sizes.delete(owner);
    else sizes.set(owner, all);
  };
  const remove = (key: string) => {
    const found = held.get(key);
    if (found && held.delete(key)) count(found, -1);
  };
  const makeRoom = () => {
    const [greediest] = [...sizes].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
    for (const [key, { owner }] of held) if (owner === greediest) return remove(key);
  };
  return {
    get(key) {
      const found = held.get(key);
      if (!found) return undefined;
      held.delete(key);
      held.set(key, found);
      return found.text;
    },
    set(key, text, owner) {
      remove(key);
      held.set(key, { owner, text });
      count({ owner, text }, 1);
      while (total > room.characters) makeRoom();
    },
  };
}
