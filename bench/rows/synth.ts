import { join } from 'node:path';
import { synthesize } from 'local-aws';
import { type Benchmark, median } from '../benchmark.ts';
import { inNewFolder } from '../support/folder.ts';
import { ROOT, runProgram } from '../support/program.ts';

const RUNS = 3;

export const synth: Benchmark = {
  name: 'synth',
  title: 'Synthesizing the stack',
  how:
    `The app of cdk.json as a program without the CLI, bundling included and CDK's validation left to \`npm ` +
    `run check\`, as \`npm start\` does it; \`cdk synth\` beside it. Medians of ${RUNS}.`,
  limit:
    'Half of it is starting Node.js with tsx and loading the parts of aws-cdk-lib that are used, the rest ' +
    'making the constructs, copying their assets and writing the template; bundling the SDK clients goes on ' +
    'beside that.',
  floor: 'An app without resources takes the first half.',
  run: (signal) =>
    inNewFolder(async (folder) => {
      const alone: number[] = [];
      const cli: number[] = [];
      for (let i = 0; i < RUNS; i++) {
        signal.throwIfAborted();
        const startedAt = performance.now();
        await synthesize({ appDir: ROOT, outDir: join(folder, `alone-${i}`) });
        alone.push((performance.now() - startedAt) / 1000);
        const command = [
          join(ROOT, 'node_modules/.bin/cdk'),
          'synth',
          '--quiet',
          '--no-notices',
          '--output',
          join(folder, `cli-${i}`),
        ];
        cli.push((await runProgram(command, { signal, env: { CDK_DISABLE_CLI_TELEMETRY: 'true' } })).ms / 1000);
      }
      return [
        { what: 'without the CLI', value: median(alone), unit: 's', budget: { most: 2 } },
        { what: 'cdk synth', value: median(cli), unit: 's' },
      ];
    }),
};
