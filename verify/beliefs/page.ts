import type { Belief, Beliefs } from './belief.ts';

/** Where the table is for people. */
export const PAGE = 'docs/beliefs.md';

/**
 * The page, from the table.
 * @param says what each doubt has AWS do instead, by id
 */
export function pageOf(all: readonly Beliefs[], says: Readonly<Record<string, string>>): string {
  return [
    HEAD,
    ...all.map(
      ({ service, beliefs }) => `## ${service}\n\n${beliefs.map((belief) => entryOf(belief, says)).join('\n')}`,
    ),
  ].join('\n');
}

const HEAD = `# What is believed about AWS

A release rests on these. What is neither recorded nor documented for certain can be switched off: in the simulation,
where every kind of release must end safely without it (\`npm run doubt\`, \`npm run simulate\`), or in the
local cloud (\`--doubt\`). Made from \`verify/beliefs\` by \`npm run check:beliefs -- --write\`; \`npm run check\`
fails where a belief has no switch that needs one.
`;

function entryOf(belief: Belief, says: Readonly<Record<string, string>>): string {
  const { doubts = [], faults = [], local = [], notLocal } = belief;
  const ids = new Set([...doubts, ...local]);
  const instead = [
    ...[...ids].map((id) => `  - without it (\`${id}\`): ${says[id]}`),
    ...(notLocal !== undefined ? [`  - not in the local cloud: ${notLocal}`] : []),
    ...(faults.length > 0 ? [`  - searched: ${faults.map((id) => `\`${id}\``).join(', ')}`] : []),
  ];
  const line = `- **${belief.belief}** ${capital(belief.sure)}, ${belief.date}: ${belief.source}. \`${belief.test}\``;
  return [wrapped(line, '  '), ...instead.map((each) => wrapped(each, '    ')), ''].join('\n');
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Lines of 120 characters at most; those after the first are indented. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  const [, start = '', rest = ''] = /^(\s*- )(.*)$/.exec(text) ?? [];
  let line = start;
  for (const word of rest.split(' ')) {
    if (line.trim() !== '-' && line.length + 1 + word.length > 119) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line.endsWith(' ') ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
