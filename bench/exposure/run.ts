import { besideBounds } from './bound.ts';
import { chart } from './chart.ts';
import { measure, type Effort, type Measured } from './measure.ts';
import { markdown, summary, type Report } from './report.ts';
import { OTHERS, OWN } from './strategies/index.ts';
import { ERROR_FAULTS, targetsOf } from './targets.ts';

export interface Exposure {
  readonly summary: string;
  readonly markdown: string;
  readonly svg: string;
  readonly report: Report;
}

/** The rate that the chart shows. */
const CHARTED = 100;

/**
 * Everything, in a fixed order of chance: the same seed gives the same report.
 * @param progress is told which strategy comes next
 */
export function runExposure(
  effort: Effort,
  seed: number,
  date: string,
  command: string,
  progress: (name: string) => void,
): Exposure {
  const measured = [...OWN, ...OTHERS].map((strategy, i): Measured => {
    progress(strategy.name);
    return measure(strategy, effort, seed * 100 + i);
  });
  const [deployed] = measured;
  if (deployed === undefined) throw new Error('no strategy of this project to measure');
  progress('the bound');
  const bounds = besideBounds(deployed.strategy, effort.steady, seed * 100 + measured.length);
  const others = measured.slice(OWN.length);
  const report: Report = {
    date,
    seed,
    command,
    ...effort,
    measured,
    bounds,
    targets: targetsOf(deployed, others, bounds),
  };
  return { summary: summary(report), markdown: markdown(report), svg: chart(measured, ERROR_FAULTS, CHARTED), report };
}
