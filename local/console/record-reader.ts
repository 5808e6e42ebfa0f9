import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ASKED } from '../../rollout/pause/reasons.ts';
import { standingPause, type StoredPause } from '../../rollout/pause/stored.ts';
import type { RecordView } from './model/protocol.ts';
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
  Partial<Omit<RecordView, 'execution' | 'pause' | 'holdAt'>> & { readonly id?: string };

/** Reads rollout records as the handlers do: from the table, through the endpoint. */
export class RecordReader {
  private readonly client: DynamoDBClient;
  private readonly latest = new Map<string, RecordView | undefined>();
  private reading = false;

  /** @param endpoint of the local cloud */
  constructor(endpoint: string, region: string) {
    this.client = new DynamoDBClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'console', secretAccessKey: 'not-verified' },
    });
  }

  /** As it was at the last look; undefined at rest. */
  of({ id }: ConsoleService): RecordView | undefined {
    return this.latest.get(id);
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

  private async read({ tableName, recordKey }: ConsoleService): Promise<RecordView | undefined> {
    const key = { service: { S: recordKey }, item: { S: 'rollout' } };
    const { Item = {} } = await this.client.send(
      new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
    );
    const rollout = Item['rollout']?.M;
    return rollout && recordView(rollout);
  }
}

export function recordView(attributes: Attributes): RecordView {
  const rollout = plain(attributes) as StoredRollout;
  const { id = '', phase = '', version = '', confirmedWeight = 0, intendedWeight = 0, reason } = rollout;
  const [holdAt, pause] = [ASKED.at(rollout), standingPause(rollout)];
  return {
    execution: id,
    phase,
    version,
    confirmedWeight,
    intendedWeight,
    ...(holdAt === undefined ? {} : { holdAt }),
    ...(pause === undefined || pause.told ? {} : { pause }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Texts, numbers and booleans; a rollout has no others. */
function plain(attributes: Attributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { S, N, BOOL } = {}]) => [name, S ?? BOOL ?? Number(N)]),
  );
}
