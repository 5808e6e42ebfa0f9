import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { Deployer } from './deployer.ts';
import { INVALID } from './operations/common.ts';
import { type PlannedChange, planOf } from './plan.ts';
import { TemplateError } from './problems.ts';
import type { Stack, StackStatus, Wanted } from './stack.ts';

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly createdAt: Date;
  readonly description?: string | undefined;
  readonly wanted: Wanted;
  readonly changes: readonly PlannedChange[];
  /** Why it cannot be executed. */
  readonly failed?: string;
}

/** As CloudFormation says it, and its clients know it. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export interface ChangeSetsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly deployer: Deployer;
  /** Runs something that nobody waits for. */
  readonly inBackground: (work: () => Promise<unknown>) => void;
}

/** What is to become of stacks, told before it is done. */
export class ChangeSets {
  private readonly sets = new Map<string, ChangeSet>();
  private readonly options: ChangeSetsOptions;

  constructor(options: ChangeSetsOptions) {
    this.options = options;
  }

  /**
   * Compares a template with the stack. Of a stack that there is not yet, one without resources is there afterwards,
   * REVIEW_IN_PROGRESS.
   * @throws AwsError ValidationError for a template that cannot be deployed here, and for a stack that cannot be
   * created or updated; AlreadyExistsException
   */
  create(name: string, type: 'CREATE' | 'UPDATE', wanted: Wanted, description?: string): ChangeSet {
    const { clock, deployer, random } = this.options;
    const stack = deployer.stacks.find(wanted.stackName);
    requireType(type, stack, wanted.stackName, name);
    if (this.find(name, wanted.stackName) !== undefined)
      throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`);
    const prepared = judged(() => deployer.prepare(wanted));
    const { stackId, place } = prepared.identity;
    const changes = judged(() => planOf(stack, prepared, wanted.revertDrift ?? false));
    const same = changes.length === 0 && stack !== undefined && sameTexts(stack, wanted);
    const set: ChangeSet = {
      id: `arn:aws:cloudformation:${place.region}:${place.account}:changeSet/${name}/${random.uuid()}`,
      name,
      stackId,
      createdAt: new Date(clock.now()),
      description,
      wanted,
      changes,
      ...(same && { failed: NO_CHANGES }),
    };
    this.sets.set(set.id, set);
    if (stack === undefined) {
      const { template, body, stackName: StackName } = wanted;
      const review = { StackName, StackId: stackId, CreationTime: set.createdAt, Outputs: [] };
      const StackStatus = 'REVIEW_IN_PROGRESS';
      deployer.stacks.turn({ description: { ...review, StackStatus }, resources: new Map(), template, body });
    }
    return set;
  }

  /** @throws AwsError ChangeSetNotFound */
  get(nameOrId: string, stackName: string | undefined): ChangeSet {
    const set = this.find(nameOrId, stackName);
    if (set === undefined) throw new AwsError('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`, 404);
    return set;
  }

  /** One that is not there is gone already. */
  remove(nameOrId: string, stackName: string | undefined): void {
    const set = this.find(nameOrId, stackName);
    if (set !== undefined) this.sets.delete(set.id);
  }

  /**
   * Begins what the change set says, and forgets it with every other of the stack.
   * @throws AwsError ChangeSetNotFound, InvalidChangeSetStatus, ValidationError while the stack is changed otherwise
   */
  execute(nameOrId: string, stackName: string | undefined): void {
    const { deployer, inBackground } = this.options;
    const set = this.get(nameOrId, stackName);
    if (set.failed !== undefined)
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${set.id}] cannot be executed in its current status of [FAILED]`,
      );
    const stack = deployer.stack(set.stackId);
    requireType(
      stack.description.StackStatus === 'REVIEW_IN_PROGRESS' ? 'CREATE' : 'UPDATE',
      stack,
      set.wanted.stackName,
      set.name,
    );
    const prepared = judged(() => deployer.prepare(set.wanted));
    for (const [id, { stackId }] of this.sets) if (stackId === set.stackId) this.sets.delete(id);
    inBackground(() => deployer.carryOut(set.wanted, prepared));
  }

  private find(nameOrId: string, stackName = ''): ChangeSet | undefined {
    const byId = this.sets.get(nameOrId);
    if (byId !== undefined) return byId;
    const stackId = this.options.deployer.stacks.find(stackName)?.description.StackId;
    return [...this.sets.values()].find((set) => set.name === nameOrId && set.stackId === stackId);
  }
}

/** What cannot be deployed here is told in CloudFormation's form. */
export function judged<T>(judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    if (error instanceof TemplateError) throw new AwsError(INVALID, error.message);
    throw error;
  }
}

/** @throws AwsError ValidationError where a stack cannot be created, or cannot be updated */
function requireType(type: 'CREATE' | 'UPDATE', stack: Stack | undefined, stackName: string, setName: string): void {
  const status = stack?.description.StackStatus;
  if (type === 'CREATE') {
    if (status === undefined || status === 'REVIEW_IN_PROGRESS') return;
    throw new AwsError(
      INVALID,
      `Stack [${stackName}] already exists and cannot be created again with the changeSet [${setName}].`,
    );
  }
  if (stack === undefined) throw new AwsError(INVALID, `Stack [${stackName}] does not exist`);
  requireStill(stack);
}

const UPDATABLE: readonly StackStatus[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];

/** @throws AwsError ValidationError while a stack is changed, and where its state is not known */
function requireStill({ description: { StackId, StackStatus } }: Stack): void {
  if (!UPDATABLE.includes(StackStatus))
    throw new AwsError(INVALID, `Stack:${StackId} is in ${StackStatus} state and can not be updated.`);
}

/** Outputs, conditions and tags change nothing of a resource, and are an update all the same. */
function sameTexts(stack: Stack, wanted: Wanted): boolean {
  const { Tags = [] } = stack.description;
  return (
    JSON.stringify(stack.template) === JSON.stringify(wanted.template) &&
    JSON.stringify(Tags) === JSON.stringify(wanted.tags ?? [])
  );
}
