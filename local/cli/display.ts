import type { Happening } from '../../cli/story/happenings.ts';
import type { Finding } from '../scenarios/observations.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Standing } from './standing.ts';

export interface Beginning {
  readonly scenario: Scenario;
  readonly speed: number;
  readonly rps: number;
}

export interface Summary {
  readonly scenario: Scenario;
  /** True when every finding is ok. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** Why the execution ended as it did, in full; undefined when it succeeded. */
  readonly cause: string | undefined;
  readonly standing: Standing;
  /** From the start of the execution to the end. */
  readonly simulatedSeconds: number;
  /** From the start of the program to the end. */
  readonly wallSeconds: number;
}

/** How a scenario is shown. */
export interface Display {
  begin(beginning: Beginning): void;
  happened(happening: Happening, standing: Standing): void;
  /** Called a few times a second. */
  stand(standing: Standing): void;
  finish(summary: Summary): void;
  /** The scenario broke off; nothing is left half drawn. */
  stop(): void;
}
