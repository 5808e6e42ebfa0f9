import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { StackDescription } from './stack.ts';

/** In the shape of CloudFormation's DescribeStackEvents. */
export interface StackEvent {
  readonly StackId: string;
  readonly EventId: string;
  readonly StackName: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly Timestamp: Date;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
}

/** Something that happened to a resource, or to the stack as a whole. */
export interface Happened {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
}

export type TellEvent = (happened: Happened) => void;

/** For one resource, whose status is all that changes. */
export function tellOf(
  tell: TellEvent,
  logicalId: string,
  type: string,
  physicalId = '',
): (status: string, reason?: string) => void {
  return (status, reason) => tell({ logicalId, type, physicalId, status, reason });
}

/** How a stack calls itself in its events. */
const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** What happened to stacks, and to their resources. */
export class StackEvents {
  private readonly events = new Map<string, StackEvent[]>();
  private readonly clock: Pick<Clock, 'now'>;
  private readonly random: Random;

  constructor(clock: Pick<Clock, 'now'>, random: Random) {
    this.clock = clock;
    this.random = random;
  }

  tell({ StackId, StackName }: Pick<StackDescription, 'StackId' | 'StackName'>, happened: Happened): void {
    const events = this.events.get(StackId) ?? [];
    this.events.set(StackId, events);
    const { reason } = happened;
    // Readers put them in order by their times.
    const after = (events.at(-1)?.Timestamp.getTime() ?? 0) + 1;
    events.push({
      StackId,
      EventId: this.random.uuid(),
      StackName,
      LogicalResourceId: happened.logicalId,
      PhysicalResourceId: happened.physicalId ?? '',
      ResourceType: happened.type,
      Timestamp: new Date(Math.max(this.clock.now(), after)),
      ResourceStatus: happened.status,
      ...(reason !== undefined && { ResourceStatusReason: reason }),
    });
  }

  /** The event of the stack itself: its status has changed. */
  tellStatus({ StackId, StackName, StackStatus, StackStatusReason }: StackDescription): void {
    this.tell(
      { StackId, StackName },
      {
        logicalId: StackName,
        physicalId: StackId,
        type: STACK_TYPE,
        status: StackStatus,
        reason: StackStatusReason,
      },
    );
  }

  /** The newest first. */
  of(stackId: string): readonly StackEvent[] {
    return this.events.get(stackId)?.toReversed() ?? [];
  }
}
