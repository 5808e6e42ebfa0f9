import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_RELEASE } from '../scenarios/scenarios.ts';
import { runMain } from './main.ts';
import { parseLocalOptions } from './options.ts';
import { knownReleases, openStage, OUT_DIR } from './stage.ts';

/** Requests in a second of the wall clock: enough to judge a canary at 10 %, and cool enough to run all day. */
const RPS = 100;

const STACK_NAME = 'CanaryDeploymentLatticeStack';

await runMain(async (signal) => {
  const { port, speed, candidate } = parseLocalOptions(process.argv.slice(2), knownReleases());
  const stage = await openStage({ first: FIRST_RELEASE, candidate, speed, rps: RPS, port, tell: () => undefined, outDir: OUT_DIR, signal });
  try {
    // The form of `cdk deploy --outputs-file`, so that scripts read both the same way.
    writeFileSync(join(OUT_DIR, 'outputs.json'), `${JSON.stringify({ [STACK_NAME]: stage.cloud.outputs }, null, 2)}\n`);
    process.stdout.write(`ready ${stage.cloud.endpoint.url}\n`);
    await aborted(signal);
    return 0;
  } finally {
    await stage.close();
  }
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
