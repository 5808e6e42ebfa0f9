import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../local/template/synth.ts';
import { definitionOf } from '../../test/support/definition.ts';
import type { Benchmark, Figure } from '../benchmark.ts';
import { inNewFolder } from '../support/folder.ts';
import { type Item, sumOf } from '../support/price-list.ts';
import { alarmMetrics, priceAtRest, priceOfRelease } from '../support/prices.ts';
import { ROOT } from '../support/program.ts';
import { countRelease } from '../support/release-calls.ts';

export const DEAREST_RELEASE_USD = 0.01;

export const price: Benchmark = {
  name: 'price',
  title: 'AWS price of a default release, and of a service at rest',
  how: 'Calls and transitions of a healthy simulated release of the default plan, and the alarms of the synthesized template, times list prices of us-east-1 (docs/costs.md).',
  limit: 'State transitions are four fifths of a release, and the hour of the VPC Lattice service nine tenths of a month.',
  floor: 'A release without Step Functions would cost a tenth; a service at rest costs 18.25 USD before this project adds anything.',
  async run() {
    const release = priceOfRelease(await countRelease(JSON.stringify(definitionOf())));
    const rest = priceAtRest(alarmMetrics(await synthesizedResources()));
    return [
      { what: 'one default release', value: sumOf(release), unit: 'USD', budget: { most: DEAREST_RELEASE_USD } },
      ...release.map((item) => itemised('a release', item)),
      { what: 'a month at rest', value: sumOf(rest), unit: 'USD' },
      ...rest.map((item) => itemised('at rest', item)),
    ];
  },
};

const itemised = (of: string, { what, count, price }: Item): Figure => ({ what: `${of}, ${what}: ${count.toLocaleString('en-US')}`, value: price, unit: 'USD' });

function synthesizedResources(): Promise<Parameters<typeof alarmMetrics>[0]> {
  return inNewFolder(async (outDir) => {
    await synthesize({ appDir: ROOT, outDir });
    const [file = ''] = readdirSync(outDir).filter((name) => name.endsWith('.template.json'));
    return (JSON.parse(readFileSync(join(outDir, file), 'utf8')) as { Resources: Parameters<typeof alarmMetrics>[0] }).Resources;
  });
}
