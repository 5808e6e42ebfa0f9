import { join } from 'node:path';
import { bundleHandlers } from '../../infra/bundling/index.ts';
import { type Benchmark, type Figure, median } from '../benchmark.ts';
import { bundleByDefault, bundleClients, bundleWithoutSdk, totalBytes } from '../support/default-bundles.ts';
import { inNewFolder } from '../support/folder.ts';
import { runProgram } from '../support/program.ts';

/** Fresh processes for each bundle. */
const PROCESSES = 20;
export const LARGEST_SHARE_PERCENT = 30;
/** Percent of the default's cold import. */
const LONGEST_IMPORT_PERCENT = 25;
/** Users wait for it. */
const RESCUE = 'roll-back';
const RESCUE_CALLS = {
  '@aws-sdk/client-dynamodb': ['DynamoDBClient', 'GetItemCommand', 'PutItemCommand'],
  '@aws-sdk/client-vpc-lattice': ['VPCLatticeClient', 'GetListenerCommand', 'UpdateListenerCommand'],
};

/** Times the import alone, inside the process: Node's own start is the same for both. */
const TIMED_IMPORT =
  'const t = performance.now(); import(process.argv[1]).then(() => console.log(performance.now() - t));';

export const bundles: Benchmark = {
  name: 'bundles',
  title: 'Bundle and cold import of each handler',
  how:
    `Bytes, and the import in ${PROCESSES} fresh processes each, one at a time, beside what CDK's bundling ` +
    `makes by default (CommonJS, not minified) with the SDK in it. Medians of the handlers' medians.`,
  limit:
    'Half of the time goes into reading the SDK clients that a handler always calls and running the code at their ' +
    'top; the rest into zod, the logger and the schemas of its arguments and of the record. Others are loaded later.',
  floor: "Its SDK clients alone, above; zod's smaller form would save another tenth, at the price of harder schemas.",
  tried:
    "A function's bundle holds no other's schemas, and a client is loaded when it is first called, where it is not " +
    'always called: 0.78 times the processor time of roll-back ' +
    '([decision 21](decisions/0021-a-functions-start.md)). The default, made of the same sources, got ' +
    'lighter by it too.',
  run: (signal) =>
    inNewFolder(async (folder) => {
      const ours = bundleHandlers(join(folder, 'ours'));
      const defaults = bundleByDefault(join(folder, 'default'));
      const times: { name: string; ours: number; theirs: number }[] = [];
      for (const [i, { name, folder: own }] of ours.entries()) {
        const pair = await importTimes([join(own, 'index.mjs'), join(defaults[i]?.folder ?? '', 'index.cjs')], signal);
        times.push({ name, ours: pair[0], theirs: pair[1] });
      }
      const rescue = times.find(({ name }) => name === RESCUE);
      const [clientsAlone, withRuntime] = await importTimes(
        [bundleClients(join(folder, 'clients'), RESCUE_CALLS), bundleWithoutSdk(join(folder, 'outside'), RESCUE)],
        signal,
      );
      const mine = median(times.map(({ ours }) => ours));
      const theirs = median(times.map(({ theirs }) => theirs));
      const each = times.map(({ name, ours, theirs }): Figure => ({
        what: `import of ${name}, by default ${theirs.toFixed(0)} ms`,
        value: ours,
        unit: 'ms',
      }));
      return [
        { what: 'size of all bundles', value: totalBytes(ours) / 1000, unit: 'kB' },
        { what: 'size by default', value: totalBytes(defaults) / 1000, unit: 'kB' },
        {
          what: 'size, share of the default',
          value: (100 * totalBytes(ours)) / totalBytes(defaults),
          unit: '%',
          budget: { most: LARGEST_SHARE_PERCENT },
        },
        { what: 'cold import', value: mine, unit: 'ms' },
        { what: 'cold import by default', value: theirs, unit: 'ms' },
        {
          what: 'cold import, share of the default',
          value: (100 * mine) / theirs,
          unit: '%',
          budget: { most: LONGEST_IMPORT_PERCENT },
        },
        {
          what: `cold import of ${RESCUE}, share of its default`,
          value: (100 * (rescue?.ours ?? Number.NaN)) / (rescue?.theirs ?? Number.NaN),
          unit: '%',
          budget: { most: 20 },
        },
        { what: `the two SDK clients of ${RESCUE} alone`, value: clientsAlone, unit: 'ms' },
        { what: `${RESCUE} with the SDK as Lambda's runtime brings it`, value: withRuntime, unit: 'ms' },
        ...each,
      ];
    }),
};

/** Medians of both, measured in turns, so that a busy moment of the machine meets both. */
async function importTimes(files: readonly [string, string], signal: AbortSignal): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < PROCESSES; i++) {
    for (const side of [0, 1] as const) {
      const { output } = await runProgram([process.execPath, '--eval', TIMED_IMPORT, files[side]], {
        signal,
        env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      });
      times[side].push(Number(output.trim()));
    }
  }
  return [median(times[0]), median(times[1])];
}
