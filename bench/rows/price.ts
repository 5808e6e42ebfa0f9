import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from 'local-aws';
import type { Benchmark, Figure } from '../benchmark.ts';
import { type Billed, billedOf } from '../support/billed.ts';
import { billedInCloud } from '../support/billed-in-cloud.ts';
import { defaultDefinition } from '../support/default-definition.ts';
import { inNewFolder } from '../support/folder.ts';
import { type Item, sumOf } from '../support/price-list.ts';
import { alarmMetrics, priceAtRest, priceOfRelease } from '../support/prices.ts';
import { ROOT } from '../support/program.ts';
import { countRelease } from '../support/release-calls.ts';

export const DEAREST_RELEASE_USD = 0.01;

export const price: Benchmark = {
  name: 'price',
  title: 'AWS price of a default release, and of a service at rest',
  how:
    'What a healthy release of the default plan asks AWS for, counted where its calls arrive in the local ' +
    'cloud (at speed 120, under traffic), and the alarms of the synthesized template, times list prices of ' +
    'us-east-1 (docs/costs.md). The same release in simulation must come to the same counts.',
  limit:
    'Two thirds of a release are statistics of CloudWatch, by which every look compares both sides, and ' +
    'nearly all the rest are state transitions; nine tenths of a month are the hours of the VPC Lattice ' +
    'service.',
  floor:
    'Without comparing a release costs 0.0029 USD, and without Step Functions a tenth of that; a service at ' +
    'rest costs 18.25 USD before this project adds anything.',
  async run(signal) {
    const billed = await inNewFolder((folder) => billedInCloud(folder, signal));
    const simulated = billedOf(await countRelease(defaultDefinition()));
    const release = priceOfRelease(billed);
    const rest = priceAtRest(alarmMetrics(await synthesizedResources()));
    return [
      { what: 'one default release', value: sumOf(release), unit: 'USD', budget: { most: DEAREST_RELEASE_USD } },
      ...release.map((item) => itemised('a release', item)),
      {
        what: 'counts that are others in simulation',
        value: differences(billed, simulated),
        unit: '',
        budget: { most: 0 },
      },
      { what: 'a month at rest', value: sumOf(rest), unit: 'USD' },
      ...rest.map((item) => itemised('at rest', item)),
    ];
  },
};

const itemised = (of: string, { what, count, price }: Item): Figure => ({
  what: `${of}, ${what}: ${count.toLocaleString('en-US')}`,
  value: price,
  unit: 'USD',
});

const differences = (billed: Billed, simulated: Billed): number =>
  Object.entries(billed).filter(([what, count]) => simulated[what as keyof Billed] !== count).length;

function synthesizedResources(): Promise<Parameters<typeof alarmMetrics>[0]> {
  return inNewFolder(async (outDir) => {
    await synthesize({ appDir: ROOT, outDir });
    const [file = ''] = readdirSync(outDir).filter((name) => name.endsWith('.template.json'));
    return (JSON.parse(readFileSync(join(outDir, file), 'utf8')) as { Resources: Parameters<typeof alarmMetrics>[0] })
      .Resources;
  });
}
