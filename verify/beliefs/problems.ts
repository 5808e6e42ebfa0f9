import { existsSync } from 'node:fs';
import type { Belief, Beliefs } from './belief.ts';

/** The ids that a belief may name. */
export interface Switches {
  readonly doubts: readonly string[];
  readonly faults: readonly string[];
  readonly local: readonly string[];
}

/** What is wrong with a table of beliefs, one line each; nothing when it is complete. */
export function problemsOf(all: readonly Beliefs[], switches: Switches): readonly string[] {
  const beliefs = all.flatMap((each) => each.beliefs);
  const named = (kind: keyof Switches) => beliefs.flatMap((belief) => belief[kind] ?? []);
  return [
    ...beliefs.flatMap((belief) => problemsOfOne(belief, switches)),
    ...(['doubts', 'local'] as const).flatMap((kind) =>
      switches[kind]
        .filter((id) => !named(kind).includes(id))
        .map((id) => `no belief names ${WORDS[kind]} "${id}": what would it switch off?`),
    ),
  ];
}

function problemsOfOne(belief: Belief, switches: Switches): readonly string[] {
  const kinds = ['doubts', 'faults', 'local'] as const;
  const unknown = kinds.flatMap((kind) =>
    (belief[kind] ?? [])
      .filter((id) => !switches[kind].includes(id))
      .map((id) => `there is no ${WORDS[kind]} "${id}", expected one of: ${switches[kind].join(', ')}`),
  );
  const certain = belief.sure === 'recorded' || belief.sure === 'documented';
  const { doubts = [], local = [], notLocal } = belief;
  const silent = doubts.length > 0 && local.length === 0 && notLocal === undefined;
  const unswitched = !certain && kinds.every((kind) => (belief[kind] ?? []).length === 0);
  return [
    ...unknown,
    ...(unswitched ? [`it is ${belief.sure}, and nothing switches it off`] : []),
    ...(silent ? ['the local cloud has no switch for it, and nothing says why'] : []),
    ...(existsSync(belief.test) ? [] : [`there is no ${belief.test}`]),
  ].map((problem) => `"${belief.belief}": ${problem}`);
}

const WORDS = { doubts: 'doubt', faults: 'class of faults', local: 'doubt of the local cloud' } as const;
