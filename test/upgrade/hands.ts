import type { States } from './states.ts';

/** What can be done to a release. Time stands nearly still, but for what waits until something has happened. */
export interface Hands {
  /** The version that production does not run. */
  readonly candidate: string;
  /** Starts the execution that all this is about. */
  start(input: object): Promise<void>;
  until(state: keyof States): Promise<void>;
  /** Until the record says that a hold has begun. */
  untilHeld(): Promise<void>;
  untilEnded(): Promise<void>;
  /** Whether a revert has anything to do. */
  revertable(): Promise<boolean>;
  sayGoOn(): Promise<void>;
  /** Asks for a rollback through the topic. */
  takeBack(): Promise<void>;
  /** @param unheard true where no rule hears of it */
  abort(unheard?: boolean): Promise<void>;
  /** Redrives the execution that was aborted, and waits until all is at rest. */
  redrive(): Promise<void>;
  /** Checks fail, and the release with them: nobody can judge the canary. */
  breakMetrics(broken: boolean): void;
  /** Production's own alarm goes on and stays on. */
  breakProduction(broken: boolean): Promise<void>;
}
