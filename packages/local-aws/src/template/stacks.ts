import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { OtherStacks } from './scope.ts';
import { StackEvents } from './stack-events.ts';
import type { Stack, StackDescription } from './stack.ts';

/** The stacks there are, and those there were, with what happened to them. */
export class Stacks {
  readonly events: StackEvents;
  private readonly present = new Map<string, Stack>();
  /** By their ids, by which alone they can still be asked for. */
  private readonly deleted = new Map<string, Stack>();

  constructor(clock: Pick<Clock, 'now'>, random: Random) {
    this.events = new StackEvents(clock, random);
  }

  put(stack: Stack): void {
    this.present.set(stack.description.StackName, stack);
  }

  /** Puts a stack whose status has changed. */
  turn<S extends Stack>(stack: S): S {
    this.put(stack);
    this.events.tellStatus(stack.description);
    return stack;
  }

  /** Gives a stack another status, and what goes with it. */
  describe(stack: Stack, change: Pick<StackDescription, 'StackStatus'> & Partial<StackDescription>): Stack {
    const { StackStatusReason: _, ...before } = stack.description;
    return this.turn({ ...stack, description: { ...before, ...change } });
  }

  /** Forgets a stack that is deleted, but for who knows its id. */
  remove(stack: Stack): void {
    this.present.delete(stack.description.StackName);
    this.deleted.set(stack.description.StackId, stack);
  }

  /** @param nameOrId a stack's name or its ARN; of a deleted one the ARN */
  find(nameOrId: string): Stack | undefined {
    return (
      this.present.get(nameOrId) ??
      this.all().find(({ description }) => description.StackId === nameOrId) ??
      this.deleted.get(nameOrId)
    );
  }

  /** @throws AwsError ValidationError when there is no such stack, as DescribeStacks does */
  get(nameOrId: string): Stack {
    const stack = this.find(nameOrId);
    if (stack === undefined) throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  /** In the order in which they were created. */
  all(): readonly Stack[] {
    return [...this.present.values()];
  }

  /** What templates may ask of them. */
  others(): OtherStacks {
    return {
      exported: (name) =>
        this.all()
          .flatMap(({ description }) => description.Outputs)
          .find(({ ExportName }) => ExportName === name)?.OutputValue,
      outputOf: (stackName, name) =>
        this.present.get(stackName)?.description.Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue,
    };
  }

  /** The stack that exports a name already. */
  exporterOf(exportName: string, except: string): string | undefined {
    return this.all().find(
      ({ description: { StackName, Outputs } }) =>
        StackName !== except && Outputs.some((output) => output.ExportName === exportName),
    )?.description.StackName;
  }
}
