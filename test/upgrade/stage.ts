import { createOperator, type Operator } from '../../local/cli/operator.ts';
import { createCloud, type VirtualCloud } from 'local-aws';
import { wallClock } from 'local-aws/clock';
import type { Load } from '../../local/traffic/load.ts';
import { type Crowd, crowdOf } from '../live/support/crowd.ts';
import { newFolder } from '../live/support/live-stage.ts';
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

/** So many users come together: each ten seconds while time passes, and all the while that something is deployed. */
const TOGETHER = 5;
const EVERY_SECONDS = 10;
/** Of the wall's clock, between two visits during a deployment. */
const DURING_DEPLOY_MS = 50;

/** A cloud with a version of the product and two releases of the sample. Time stands still, but in `pass`. */
export class Stage {
  readonly cloud: VirtualCloud;
  readonly witness: Witness;
  deployed: Product;
  operator: Operator;
  table: Table;
  readonly trouble: Trouble;
  private crowd: Crowd | undefined;
  private readonly folder: ReturnType<typeof newFolder>;

  /** @param first folder of the assembly with release 1.0.0 */
  static async open(product: Product, first: string): Promise<Stage> {
    const folder = newFolder();
    const trouble = new Trouble();
    const late: { witness?: Witness } = {};
    const cloud = await createCloud({
      clock: 'virtual',
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

  private constructor(
    cloud: VirtualCloud,
    product: Product,
    folder: Stage['folder'],
    trouble: Trouble,
    witness: Witness,
  ) {
    this.cloud = cloud;
    this.folder = folder;
    this.deployed = product;
    this.trouble = trouble;
    this.witness = witness;
    [this.operator, this.table] = this.connect();
  }

  /** @returns logical ids of what was changed or taken away */
  async deploy(product: Product): Promise<readonly string[]> {
    this.witness.note({ what: 'deploy begins' });
    const { changes } = await this.servedDuring(this.cloud.deploy(product.assembly));
    this.witness.note({ what: 'deployed' });
    this.deployed = product;
    this.disconnect();
    [this.operator, this.table] = this.connect();
    return [...new Set([...changes.updated, ...changes.removed, ...changes.retained])];
  }

  /** They come until they are stopped. */
  users(): Load {
    return (this.crowd = crowdOf(this.cloud, TOGETHER));
  }

  /** Users do not wait for a deployment to end. */
  private async servedDuring<T>(deployment: Promise<T>): Promise<T> {
    const serving = async () => {
      do await this.crowd?.come();
      while (await Promise.race([deployment.then(() => false), wallClock.sleep(DURING_DEPLOY_MS).then(() => true)]));
    };
    const [result] = await Promise.all([deployment, serving()]);
    return result;
  }

  /**
   * Lets time pass until there is an answer, and so many seconds at most.
   * @param state at the very moment at which an execution enters it, it is asked again
   */
  async pass<T>(seconds: number, ask: Ask<T>, state?: string): Promise<T | undefined> {
    const { clock, machines } = this.cloud;
    const last = clock.now() + seconds * 1000;
    let entered = false;
    const forget = machines.onTransition((transition) => {
      entered ||= state !== undefined && transition.type === 'entered' && transition.state === state;
    });
    let answer = await ask();
    while (answer === undefined && clock.now() <= last) {
      await this.crowd?.come();
      entered = false;
      const next = clock.now() + EVERY_SECONDS * 1000;
      // Something is due then, at which it ends.
      const cancel = clock.schedule(EVERY_SECONDS * 1000, () => undefined);
      await this.cloud.advanceUntil(() => entered || clock.now() >= next);
      cancel();
      answer = await ask();
    }
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
