import { tellOf, type TellEvent } from './stack-events.ts';
import type { StackResource } from './stack.ts';

/** How to take back what was done to a resource. */
interface Step {
  readonly logicalId: string;
  readonly action: 'DELETE' | 'UPDATE';
  readonly what: string;
  readonly made: StackResource;
  readonly run: () => Promise<unknown>;
}

/** What a deployment has done so far, to be taken back when it fails. */
export class Undo {
  private readonly steps: Step[] = [];

  /** @param what such as `removing Topic`, for what could not be undone */
  remove(logicalId: string, what: string, made: StackResource): void {
    this.steps.push({ logicalId, action: 'DELETE', what, made, run: () => made.provider.remove(made.deployed) });
  }

  restore(logicalId: string, before: StackResource, made: StackResource): void {
    const run = () => made.provider.update(before.request, made.deployed);
    this.steps.push({ logicalId, action: 'UPDATE', what: `restoring ${logicalId}`, made, run });
  }

  /** Undoes what was done, last first; answers what could not be undone. */
  async run(tell: TellEvent): Promise<string[]> {
    const failures: string[] = [];
    for (const { logicalId, action, what, made, run } of this.steps.toReversed()) {
      const told = tellOf(tell, logicalId, made.provider.type, made.deployed.ref);
      told(`${action}_IN_PROGRESS`);
      await run().then(
        () => told(`${action}_COMPLETE`),
        (error: Error) => {
          failures.push(`${what}: ${error.message}`);
          told(`${action}_FAILED`, error.message);
        },
      );
    }
    return failures;
  }
}
