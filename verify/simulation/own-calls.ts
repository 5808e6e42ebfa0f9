import { TaskError } from 'local-aws/states';
import type { Clock } from 'local-aws/clock';
import { fromItem, toItem } from '../../handlers/ports/aws/attributes.ts';
import { rolloutRecord } from '../../handlers/ports/aws/record-schema.ts';
import { updateItem, type Update } from '../memory/item.ts';
import type { World } from '../memory/world.ts';
import type { PortCall, Surroundings } from './lambdas.ts';
import { versionOf, type Actor, type Trace } from './trace.ts';

/** As the machine's definition writes them. */
interface ListenerArgs {
  readonly DefaultAction: { readonly Forward: { readonly TargetGroups: readonly { readonly Weight: number }[] } };
}

/** What the machine calls by itself: the same record and listener as the functions', by AWS's own words. */
const CALLS = {
  'aws-sdk:dynamodb:getItem': { name: 'records.read', errors: 'DynamoDb' },
  'aws-sdk:dynamodb:updateItem': { name: 'records.compareAndSet', errors: 'DynamoDb' },
  'aws-sdk:vpclattice:getListener': { name: 'listener.read', errors: 'VpcLattice' },
  'aws-sdk:vpclattice:updateListener': { name: 'listener.write', errors: 'VpcLattice' },
} as const;
type Resource = keyof typeof CALLS;

export interface OwnCallsOptions {
  readonly clock: Clock;
  readonly world: World;
  readonly trace: Trace;
  readonly surroundings: Surroundings;
}

/** Step Functions' integrations over the memory world; each call may be late, lost or refused, as functions' are. */
export class OwnCalls {
  private readonly options: OwnCallsOptions;
  private calls = 0;

  constructor(options: OwnCallsOptions) {
    this.options = options;
  }

  /** @throws TaskError as Step Functions would name it */
  async run(arn: string, args: unknown, actor: Actor): Promise<unknown> {
    const resource = arn.replace('arn:aws:states:::', '');
    if (!Object.hasOwn(CALLS, resource)) throw new RangeError(`nothing stands for ${arn}`);
    const { name, errors } = CALLS[resource as Resource];
    const { clock, surroundings, world } = this.options;
    const refused = (error: string) => new TaskError(`${errors}.${error}`, `${name} was refused`);
    const call: PortCall = { invocation: { fn: 'machine', actor, nth: 1, redrives: 0 }, name, index: this.calls++ };
    const fate = surroundings.fate(call);
    if (fate.kind === 'fails') throw refused(fate.error);
    if (fate.kind === 'conflicts') throw refused('ConditionalCheckFailedException');
    if (fate.kind === 'passes' && fate.thereMs) await clock.sleep(fate.thereMs);
    await surroundings.turn(call);
    await world.hook({ actor, name, moment: 'before' });
    const result = this.effect(resource as Resource, args, actor);
    await world.hook({ actor, name, moment: 'after' });
    if (fate.kind === 'answer lost') throw refused(fate.error);
    if (fate.kind === 'passes' && fate.backMs) await clock.sleep(fate.backMs);
    if (result === undefined) throw refused('ConditionalCheckFailedException');
    return result;
  }

  private effect(resource: Resource, args: unknown, actor: Actor): object | undefined {
    const { trace, world } = this.options;
    const before = world.record;
    switch (resource) {
      case 'aws-sdk:dynamodb:getItem':
        if (world.unreadableRecord) return { Item: { revision: { N: '1' }, rollout: { S: 'not a rollout' } } };
        return before.revision === 0 ? {} : { Item: toItem(before) };
      case 'aws-sdk:dynamodb:updateItem': {
        const changed = updateItem(toItem(before), args as Update);
        if (changed === undefined) return undefined;
        world.record = rolloutRecord.parse(fromItem(changed));
        world.log(actor, `record ${world.record.rollout?.phase} ${world.record.rollout?.id}, without Lambda`);
        trace.add(actor, { what: 'record', before, after: world.record });
        return {};
      }
      case 'aws-sdk:vpclattice:getListener': {
        const ours = { 'tg-production': world.weights.production, 'tg-canary': world.weights.canary };
        const TargetGroups = Object.entries(world.foreign ?? ours).map(([TargetGroupIdentifier, Weight]) => ({
          TargetGroupIdentifier,
          Weight,
        }));
        return { DefaultAction: { Forward: { TargetGroups } } };
      }
      case 'aws-sdk:vpclattice:updateListener': {
        const [production, canary] = (args as ListenerArgs).DefaultAction.Forward.TargetGroups;
        world.writeWeights(actor, { production: production?.Weight ?? 0, canary: canary?.Weight ?? 0 });
        trace.add(actor, {
          what: 'weights',
          weights: world.weights,
          record: world.record,
          canary: versionOf(world.aliases, 'canary'),
          redrives: 0,
        });
        return {};
      }
    }
  }
}
