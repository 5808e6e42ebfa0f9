import type { ScaledClock } from 'local-aws/clock';
import type { Transition } from 'local-aws/states';
import type { StateMachines } from 'local-aws/states';

/** Simulated seconds in one of the wall's. */
const FAST = 240;
const SLOW = 10;
/** A deployment takes seconds of the wall's clock, of which a release should notice nothing. */
const NEARLY_STILL = 0.001;

/**
 * How fast time passes: fast while everybody waits, slowly while a task runs, nearly not at all. Otherwise a machine
 * that is busy makes minutes of a handler's milliseconds, and the watchdog does what that handler is about to do.
 */
export class Pace {
  private passes = false;
  private slowly = false;
  private readonly tasks = new Set<string>();
  private readonly clock: ScaledClock;

  constructor(clock: ScaledClock, machines: StateMachines) {
    this.clock = clock;
    this.adjust();
    machines.onTransition((transition) => {
      if (beginsTask(transition, machines)) this.tasks.add(transition.executionArn);
      else this.tasks.delete(transition.executionArn);
      this.adjust();
    });
  }

  begin(slowly: boolean): void {
    this.passes = true;
    this.slowly = slowly;
    this.adjust();
  }

  end(): void {
    this.passes = false;
    this.adjust();
  }

  private adjust(): void {
    const speed = this.slowly || this.tasks.size > 0 ? SLOW : FAST;
    this.clock.setSpeed(this.passes ? speed : NEARLY_STILL);
  }
}

function beginsTask({ type, executionArn, state = '' }: Transition, machines: StateMachines): boolean {
  return type === 'entered' && machines.execution(executionArn).revision.definition.states.get(state)?.type === 'Task';
}
