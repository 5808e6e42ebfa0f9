import type { Cloud } from 'local-aws';
import { wallClock } from 'local-aws/clock';
import { pageAssets } from './assets.ts';
import { Controls, type Publisher } from './controls.ts';
import { Feed } from './feed.ts';
import type { CloudView } from './model/protocol.ts';
import { RecordReader } from './record-reader.ts';
import { startServer } from './server.ts';
import { toldOf } from './model/told-of.ts';
import { type ConsoleService, identityOf, servicesOf } from './services.ts';
import { SidesRecorder } from './sides-recorder.ts';
import { TrafficRecorder } from './traffic-recorder.ts';
import { type Picture, told } from './updates.ts';
import { AlarmViews } from './views/alarms.ts';
import { executionDetail, executionViews, machineDetail } from './views/executions.ts';
import { releaseView } from './views/release.ts';
import { Ways } from './views/ways.ts';
import { WeightRecorder } from './weight-recorder.ts';

export interface ConsoleOptions {
  readonly cloud: Cloud;
  /** Another free port is taken when this one is not free; 0 takes any. */
  readonly port: number;
  /** Where the deployed app has releases that can be published. */
  readonly publisher?: Publisher;
}

/** The page on which one sees a release and steers it. */
export interface Console {
  readonly url: string;
  /** Tells the pages that it ends, then closes the port. */
  close(): Promise<void>;
}

/** Starts as early as there is a cloud: what is deployed later shows up by itself. Close it before the cloud. */
export async function startConsole({ cloud, port, publisher }: ConsoleOptions): Promise<Console> {
  const { clock, place, endpoint } = cloud;
  const controls = new Controls(cloud, publisher);
  const records = new RecordReader(endpoint.url, place.region);
  const alarms = new AlarmViews(cloud.cloudwatch);
  const weights = new WeightRecorder(cloud.lattice);
  const ways = new Ways(cloud.machines);
  const traffic = new TrafficRecorder(clock, wallClock);
  const deployed = () => servicesOf(cloud.deployer.allStacks().map(({ description }) => description));
  const sides = new SidesRecorder(cloud.lattice, deployed);
  const stopCounting = cloud.traffic.onServed((served) => {
    traffic.served(served);
    sides.served(served);
  });
  const cloudId = `${endpoint.url} ${clock.start}`;

  const partsOf = (service: ConsoleService) => {
    const read = records.of(service);
    const executions = executionViews(cloud.machines, service.machineArn, read.closed);
    return {
      release: told(releaseView(cloud, service, read)),
      executions: told(executions),
      alarms: told(alarms.of(service, clock.now())),
      weights: told(weights.of(service)),
      ways: told(ways.of(service, toldOf(executions, read.record))),
    };
  };
  const picture = (): Picture => {
    const services = deployed();
    void records.look(services);
    const view: CloudView = {
      endpoint: endpoint.url,
      region: place.region,
      services: services.map(identityOf),
      releases: controls.releases,
      ...(controls.busy === undefined ? {} : { busy: controls.busy }),
    };
    return {
      cloudId,
      clock: { now: Math.round(clock.now()), speed: clock.speed },
      cloud: told(view),
      services: services.map((service) => {
        const both = sides.of(service);
        return { id: service.id, parts: partsOf(service), ...(both !== undefined && { sides: told(both) }) };
      }),
      trafficSince: (id, after) => traffic.since(id, after),
    };
  };

  const feed = new Feed(picture, wallClock);
  const server = await startServer(
    {
      assets: await pageAssets(),
      stream: (response) => feed.add(response),
      execution: (arn, after) => executionDetail(cloud.machines.execution(arn), after),
      machine: (arn) => machineDetail(cloud.machines.machine(arn)),
      perform: (control) => controls.perform(control),
    },
    port,
  );
  return {
    url: server.url,
    async close() {
      feed.end();
      stopCounting();
      traffic.stop();
      await server.close();
      records.close();
    },
  };
}
