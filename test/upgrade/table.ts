import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './kept.ts';

/** The table of rollout records, as it is: whatever version wrote it. */
export class Table {
  private readonly client: DynamoDBClient;
  private readonly name: string;

  constructor(endpoint: string, region: string, name: string) {
    this.client = new DynamoDBClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'oracle', secretAccessKey: 'not-verified' },
    });
    this.name = name;
  }

  async items(): Promise<readonly Item[]> {
    const { Items = [] } = await this.client.send(new ScanCommand({ TableName: this.name, ConsistentRead: true }));
    return Items;
  }

  /** The rollout that is open; undefined at rest. */
  async open(): Promise<Item | undefined> {
    return (await this.items()).find(({ item }) => item?.S === 'rollout')?.['rollout']?.M;
  }

  /** A rollout as it was closed: its history item. */
  async closed(id: string): Promise<Item | undefined> {
    return (await this.items()).find(({ item }) => item?.S === `history#${id}`);
  }

  close(): void {
    this.client.destroy();
  }
}
