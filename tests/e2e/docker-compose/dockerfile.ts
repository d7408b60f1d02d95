import { readFileSync } from 'node:fs';

export interface Instruction {
  readonly verb: string;
  readonly rest: string;
}

/** A build stage: its base (another stage, or an image of a registry), and its instructions. */
export interface Stage {
  readonly from: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, in order. */
export function readStages(file: string): readonly Stage[] {
  const [, ...stages] = readFileSync(file, 'utf8').split(/^FROM /m);
  return stages.map((text) => {
    const [head = '', ...lines] = text.split('\n').filter((line) => line && !line.startsWith('#'));
    const [from = '', , name = ''] = head.split(' ');
    return { from, name, instructions: lines.map(readInstruction) };
  });
}

/** All instructions of an image: those of its base stages, then those of its own stage. */
export function instructionsOf(target: string, stages: readonly Stage[]): readonly Instruction[] {
  const stage = stages.find(({ name }) => name === target);
  return stage ? [...instructionsOf(stage.from, stages), ...stage.instructions] : [];
}

function readInstruction(line: string): Instruction {
  const [verb = ''] = line.split(' ', 1);
  return { verb, rest: line.slice(verb.length + 1) };
}
