import { createOperator, type Operator } from '../../local/cli/operator.ts';
import { type Cloud, createCloud } from 'local-aws';
import { type Load, startLoad } from '../../local/traffic/load.ts';
import { httpSender } from '../../local/traffic/sender.ts';
import { newFolder } from '../live/support/live-stage.ts';
import { until } from 'local-aws/clock';
import { Pace } from './pace.ts';
import type { States } from './states.ts';
import { Table } from './table.ts';
import { Trouble } from './trouble.ts';
import { Witness } from './witness.ts';

/** A version of the product, as it can be deployed. */
export interface Product {
  /** Folder of its assembly with release 2.0.0 of the sample. */
  readonly assembly: string;
  readonly states: States;
}

export type Ask<T> = () => Promise<T | undefined> | T | undefined;

export interface Passing {
  /** Time stops at the very moment at which an execution enters it. */
  readonly state?: string;
  /** For what handlers do that no task waits for. */
  readonly slowly?: boolean;
}

const RPS = 60;
const USERS_ASK_FOR = '/hello?name=Ada';

/** A cloud with a version of the product and two releases of the sample. Time stands nearly still, but in `pass`. */
export class Stage {
  readonly cloud: Cloud;
  readonly witness: Witness;
  deployed: Product;
  operator: Operator;
  table: Table;
  readonly trouble: Trouble;
  private readonly pace: Pace;
  private readonly folder: ReturnType<typeof newFolder>;

  /** @param first folder of the assembly with release 1.0.0 */
  static async open(product: Product, first: string): Promise<Stage> {
    const folder = newFolder();
    const trouble = new Trouble();
    const late: { witness?: Witness } = {};
    const cloud = await createCloud({
      speed: 1,
      // Starting all that a deployment replaces would take most of the time, and half of it is not needed.
      warm: false,
      outDir: folder.path,
      onCall: (call) => {
        trouble.meet(call);
        late.witness?.hear(call);
      },
      onAlarm: () => trouble.persist(),
    });
    try {
      for (const assembly of [first, product.assembly]) await cloud.deploy(assembly);
      late.witness = new Witness(cloud, folder.path);
      return new Stage(cloud, product, folder, trouble, late.witness);
    } catch (error) {
      await cloud.close();
      throw error;
    }
  }

  private constructor(cloud: Cloud, product: Product, folder: Stage['folder'], trouble: Trouble, witness: Witness) {
    this.cloud = cloud;
    this.folder = folder;
    this.deployed = product;
    this.pace = new Pace(cloud.clock, cloud.machines);
    this.trouble = trouble;
    this.witness = witness;
    [this.operator, this.table] = this.connect();
  }

  /** @returns logical ids of what was changed or taken away */
  async deploy(product: Product): Promise<readonly string[]> {
    this.witness.note({ what: 'deploy begins' });
    const { changes } = await this.cloud.deploy(product.assembly);
    this.witness.note({ what: 'deployed' });
    this.deployed = product;
    this.disconnect();
    [this.operator, this.table] = this.connect();
    return [...new Set([...changes.updated, ...changes.removed, ...changes.retained])];
  }

  users(): Load {
    const sender = httpSender(this.cloud.traffic.url + USERS_ASK_FOR);
    return startLoad({ sender, rps: RPS, simulatedNow: () => this.cloud.clock.now() });
  }

  /** Lets time pass until there is an answer, and so many seconds at most. */
  async pass<T>(seconds: number, ask: Ask<T>, { state, slowly = false }: Passing = {}): Promise<T | undefined> {
    const { pace } = this;
    const { clock, machines } = this.cloud;
    const last = clock.now() + seconds * 1000;
    const forget = machines.onTransition(({ type, state: entered }) => {
      if (type === 'entered' && entered === state) pace.end();
    });
    pace.begin(slowly);
    const { answer } = await until(async () => {
      const answer = await ask();
      return answer !== undefined || clock.now() > last ? { answer } : undefined;
    });
    pace.end();
    forget();
    return answer;
  }

  async close(): Promise<void> {
    this.disconnect();
    await this.cloud.close();
    this.folder.remove();
  }

  private connect(): [Operator, Table] {
    const { endpoint, outputs, place } = this.cloud;
    const table = new Table(endpoint.url, place.region, outputs['RecordTableName'] ?? '');
    return [createOperator(endpoint.url, place.region, outputs), table];
  }

  private disconnect(): void {
    this.operator.close();
    this.table.close();
  }
}
