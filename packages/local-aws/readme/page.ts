import { readFileSync } from 'node:fs';
import type { Cloud } from '../src/cloud.ts';
import type { Clock } from '../src/core/clock.ts';
import { DOUBTS } from '../src/doubts/doubts.ts';
import { membersOf } from './properties.ts';
import { refusals } from './refusals.ts';
import { runtimesOf } from './runtimes.ts';
import { tablesOf } from './tables.ts';

/** What README.md says that is not written by hand, by the names of its markers. */
export async function partsOf(cloud: Cloud<Clock>): Promise<Readonly<Record<string, string>>> {
  const { services, resources } = tablesOf(cloud);
  const { taken, refused } = runtimesOf(resources);
  return {
    operations: table(
      ['service', 'protocols', 'operations'],
      services.map(({ name, title, protocols, operations }) => [
        `\`${name}\` ${title}`,
        protocols.join(', '),
        operations.join(', '),
      ]),
    ),
    resources: table(
      ['type', 'properties'],
      resources.map(({ type, schema, inert }) => {
        const members = membersOf(schema).map(memberText).join(', ');
        return [`\`${type}\``, inert === undefined ? members : `kept, and does nothing here (${inert}): ${members}`];
      }),
    ),
    runtimes: `Taken are ${codes(taken)}. Refused is every other, such as\n${codes(refused)}.`,
    doubts: table(
      ['doubt', 'what AWS does then'],
      DOUBTS.map(({ id, says }) => [`\`${id}\``, says]),
    ),
    refusals: table(
      ['refused', 'said'],
      (await refusals(cloud)).map(({ what, message }) => [what, message]),
    ),
    'from-a-test.test.ts': example('from-a-test.test.ts'),
    'a-machine-alone.test.ts': example('a-machine-alone.test.ts'),
  };
}

/**
 * Puts each part between its markers, `<!-- name -->` and `<!-- /name -->`.
 * @throws Error when the text has no such markers
 */
export function fill(text: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((page, [name, part]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [before, rest] = page.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`the page has no ${begin} and ${end}`);
    return `${before}${begin}\n${part}\n${end}${after}`;
  }, text);
}

function memberText({ path, demand }: { readonly path: string; readonly demand: string }): string {
  return demand === '' ? `\`${path}\`` : `\`${path}\` (${demand})`;
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function example(file: string): string {
  return `\`\`\`ts\n${readFileSync(new URL(`../examples/${file}`, import.meta.url), 'utf8')}\`\`\``;
}
