import { readFileSync, writeFileSync } from 'node:fs';
import { DOUBTS as LOCAL } from 'local-aws';
import { DOUBTS } from '../doubt/doubts.ts';
import { FAULT_CLASSES } from '../simulation/classes/index.ts';
import { BELIEFS } from './index.ts';
import { PAGE, pageOf } from './page.ts';
import { problemsOf } from './problems.ts';

/** `npm run check:beliefs`: the table is complete, and the page says the same. With `--write` it makes the page. */
const problems = [
  ...problemsOf(BELIEFS, {
    doubts: DOUBTS.map(({ id }) => id),
    faults: FAULT_CLASSES.map(({ id }) => id),
    local: LOCAL.map(({ id }) => id),
  }),
];
const page = pageOf(BELIEFS, Object.fromEntries([...LOCAL, ...DOUBTS].map(({ id, says }) => [id, says])));
if (process.argv.includes('--write')) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, 'utf8') !== page)
  problems.push(`${PAGE} is not what the table says: run npm run check:beliefs -- --write`);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
