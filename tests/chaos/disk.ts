import { parseArgs } from 'node:util';
import { rerunOnSmallDisk, smallDisk } from './disk/smallDisk.ts';
import { runDisk } from './disk/runDisk.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});

const tell = (line: string) => console.log(line);
const disk = smallDisk();
if (disk) {
  const end = await runDisk(disk, { seconds: Number(values.seconds), tell });
  console.log(
    `Documents: ${end.promised} promised; reads while full: ${end.reads}; violations: ${end.violations.length}`,
  );
  for (const violation of end.violations) console.log(violation);
  if (values.json) console.log(JSON.stringify(end));
  process.exitCode = end.violations.length === 0 ? 0 : 1;
} else process.exitCode = rerunOnSmallDisk(tell);
