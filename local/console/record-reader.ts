import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Past } from '../../cli/story/ways-back.ts';
import { ASKED } from '../../rollout/pause/reasons.ts';
import { saidToBake, standingPause, type StoredPause } from '../../rollout/pause/stored.ts';
import type { ClosedView, RecordView } from './model/protocol.ts';
import type { ConsoleService } from './services.ts';

type Attributes = Readonly<
  Record<
    string,
    | { readonly S?: string | undefined; readonly N?: string | undefined; readonly BOOL?: boolean | undefined }
    | undefined
  >
>;

/** What the page wants to know of a rollout. */
type StoredRollout = StoredPause &
  Partial<Omit<RecordView, 'execution' | 'pause' | 'toldPause' | 'holdAt'>> & { readonly id?: string };

/** What was read of one service. */
interface Read {
  readonly record: RecordView | undefined;
  /** Closed rollouts by execution: those of the history, and the one that was closed last. */
  readonly closed: ReadonlyMap<string, ClosedView>;
  /** The same, as it is kept. */
  readonly past: Past;
}

const NOTHING: Read = { record: undefined, closed: new Map(), past: { closed: [], unreadable: 0 } };

/** Reads rollout records as the handlers do: from the table, through the endpoint. */
export class RecordReader {
  private readonly client: DynamoDBClient;
  private readonly latest = new Map<string, Read>();
  private reading = false;

  /** @param endpoint of the local cloud */
  constructor(endpoint: string, region: string) {
    this.client = new DynamoDBClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'console', secretAccessKey: 'not-verified' },
    });
  }

  /** As it was at the last look. */
  of({ id }: ConsoleService): Read {
    return this.latest.get(id) ?? NOTHING;
  }

  /** Looks at all records, unless it still does. Never rejects: what cannot be read stays as it was. */
  async look(services: readonly ConsoleService[]): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      for (const service of services) this.latest.set(service.id, await this.read(service));
    } catch {
      // A table that comes or goes with a deployment, or a cloud that ends.
    } finally {
      this.reading = false;
    }
  }

  close(): void {
    this.client.destroy();
  }

  private async read(service: ConsoleService): Promise<Read> {
    const { Item = {} } = await this.client.send(
      new GetItemCommand({ TableName: service.tableName, Key: keyOf(service), ConsistentRead: true }),
    );
    const [rollout, last] = [Item['rollout']?.M, Item['last']?.M];
    const known = this.of(service);
    // The claim copies the last one to the history: what was closed between two looks is there, or is the last.
    const all = last === undefined || known.closed.has(idOf(last)) ? known : await this.allClosed(service, last);
    return { ...all, record: rollout && recordView(rollout) };
  }

  private async allClosed(service: ConsoleService, last: Attributes): Promise<Omit<Read, 'record'>> {
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: service.tableName,
        KeyConditionExpression: 'service = :service AND begins_with(#item, :history)',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: { ':service': { S: service.recordKey }, ':history': { S: 'history#' } },
        ConsistentRead: true,
      }),
    );
    const items = new Map([...Items, last].map((item) => [idOf(item), item]));
    return {
      closed: new Map([...items].map(([id, item]) => [id, closedView(item)])),
      past: {
        closed: [...items.values()].map((item) => plain(item) as unknown as Past['closed'][number]),
        unreadable: 0,
      },
    };
  }
}

const keyOf = ({ recordKey }: ConsoleService) => ({ service: { S: recordKey }, item: { S: 'rollout' } });

const idOf = ({ id }: Attributes): string => id?.S ?? '';

export function recordView(attributes: Attributes): RecordView {
  const rollout = plain(attributes) as StoredRollout;
  const { id = '', phase = '', version = '', confirmedWeight = 0, intendedWeight = 0, reason } = rollout;
  const [holdAt, pause, said] = [ASKED.at(rollout), standingPause(rollout), saidToBake(rollout)];
  return {
    execution: id,
    phase,
    version,
    confirmedWeight,
    intendedWeight,
    ...(holdAt === undefined ? {} : { holdAt }),
    ...(pause === undefined ? {} : pause.told ? { toldPause: pause } : { pause }),
    ...(said === undefined || phase !== 'advancing' ? {} : { said }),
    ...(reason === undefined ? {} : { reason }),
  };
}

export function closedView(attributes: Attributes): ClosedView {
  const { outcome, kind, notRestored, reason } = plain(attributes) as unknown as ClosedView;
  return {
    outcome,
    ...(kind === undefined ? {} : { kind }),
    ...(notRestored === undefined ? {} : { notRestored }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Texts, numbers and booleans; a rollout has no others. */
function plain(attributes: Attributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { S, N, BOOL } = {}]) => [name, S ?? BOOL ?? Number(N)]),
  );
}
