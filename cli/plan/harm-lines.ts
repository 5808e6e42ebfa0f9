import { clockTime, count } from '../story/text.ts';
import { planIn } from '../story/deployed.ts';
import type { Definition } from '../story/definition.ts';
import { costOf, isWithin, lessHarm, SHARES, type Cost } from './less-harm.ts';
import { limitsIn } from './present.ts';

export interface HarmWanted {
  /** Failed answers that a release may cost, on average. */
  readonly harm: number;
  /** Requests a second. */
  readonly rps: number;
}

/** What releases cost under the plan that is deployed, and one under which they cost no more than is wanted. */
export function harmIn(definition: Definition, { harm, rps }: HarmWanted) {
  const [plan, limits] = [planIn(definition), limitsIn(definition)];
  const present = costOf(plan, limits, rps);
  return { rps, harm, present, proposed: lessHarm(plan, limits, rps, harm) };
}

type Told = ReturnType<typeof harmIn>;

export function harmLines({ harm, present, proposed, rps }: Told): readonly string[] {
  const same = proposed.steps === present.steps;
  return [
    `At ${count(rps)} requests a second, as deployed (${weightsOf(present)}):`,
    ...costLines(present),
    '',
    ...(same
      ? [`That is no more than ${count(harm)} already.`]
      : [
          isWithin(proposed, harm)
            ? `For about ${count(harm)} (${weightsOf(proposed)}):`
            : `About ${count(harm)} cannot be had; the least is (${weightsOf(proposed)}):`,
          ...costLines(proposed),
          `  "plan": ${JSON.stringify({ steps: proposed.steps })}`,
        ]),
    'On average, by the counts of errors alone and the alarms on them: docs/operations.md#what-a-plan-costs',
  ];
}

const weightsOf = ({ steps }: Cost): string => `${steps.map(({ weight }) => weight).join(', ')} %`;

function costLines({ found, worst }: Cost): readonly string[] {
  const least = found.at(-1)?.share;
  const unfound =
    least === SHARES.at(-1)
      ? []
      : [`  of which ${least === undefined ? 'all or ' : ''}fewer fail: may be promoted unfound`];
  return [
    ...found.map(({ failed, seconds, share, weight }) => {
      const what = share === 1 ? 'fails always' : `fails ${count(100 * share)} %`;
      const most = share === worst?.share ? ', the most' : '';
      const cost = `${count(Math.round(failed))} failed answers`;
      return `  ${what.padEnd(13)} ${cost}, ${clockTime(seconds)} at ${weight} %${most}`;
    }),
    ...unfound,
  ];
}

/** For programs. */
export const harmJson = ({ harm, present, proposed, rps }: Told) => ({
  rps,
  harm,
  present: costJson(present),
  proposed: { ...costJson(proposed), enough: isWithin(proposed, harm) },
});

const costJson = ({ found, steps, worst }: Cost) => ({ steps, found, worst: worst?.failed ?? null });
