import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ASKED } from '../../rollout/pause/reasons.ts';
import { standingPause } from '../../rollout/pause/stored.ts';
import type { RecordView } from './model/protocol.ts';
import type { ConsoleService } from './services.ts';

type Attributes = Readonly<
  Record<
    string,
    | { readonly S?: string | undefined; readonly N?: string | undefined; readonly BOOL?: boolean | undefined }
    | undefined
  >
>;

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

export function recordView(rollout: Attributes): RecordView {
  const text = (name: string) => rollout[name]?.S;
  const number = (name: string) => (rollout[name]?.N === undefined ? undefined : Number(rollout[name].N));
  const reason = text('reason');
  const confirmedWeight = number('confirmedWeight') ?? 0;
  const stored = {
    phase: text('phase') ?? '',
    confirmedWeight,
    holdAt: number('holdAt'),
    heldAt: number('heldAt'),
    heldSince: text('heldSince'),
    heldBecause: text('heldBecause'),
    heldWhy: text('heldWhy'),
    goOn: rollout['goOn']?.BOOL,
  };
  const [holdAt, pause] = [ASKED.at(stored), standingPause(stored)];
  return {
    execution: text('id') ?? '',
    phase: stored.phase,
    version: text('version') ?? '',
    confirmedWeight,
    intendedWeight: number('intendedWeight') ?? 0,
    ...(holdAt === undefined ? {} : { holdAt }),
    ...(pause === undefined || pause.told ? {} : { pause }),
    ...(reason === undefined ? {} : { reason }),
  };
}
