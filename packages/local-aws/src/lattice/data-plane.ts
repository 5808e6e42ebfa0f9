import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import type { FunctionInvoker, Log, MetricSink, Place } from '../core/types.ts';
import type { AccessLogs } from './access-logs.ts';
import { chooser, type SplitBy } from './connections.ts';
import { Exchange, type Serving } from './exchange.ts';
import type { Lattice } from './lattice.ts';
import { listenerNamed } from './listener-for.ts';
import { type Served, TrafficMetrics, type TrafficMetricsOptions } from './metrics.ts';
import { Routes } from './routes.ts';
import type { Thrown } from './thrown.ts';

export interface DataPlaneOptions extends TrafficMetricsOptions {
  readonly lattice: Lattice;
  readonly functions: FunctionInvoker;
  readonly metrics: MetricSink;
  /** Hears of every request to a service. Nobody unless given. */
  readonly accessLogs?: Pick<AccessLogs, 'served'>;
  readonly clock: Clock;
  readonly place: Place;
  /** 0 takes any free port. */
  readonly port: number;
  /** Hears of every request until it is answered. */
  readonly activity?: Activity;
  readonly log: Log;
  /** What a client gets when the function threw or timed out. 502 unless told. */
  readonly thrown?: Thrown;
  /** `request` unless told. */
  readonly splitBy?: SplitBy;
}

export interface DataPlane {
  readonly url: string;
  readonly port: number;
  /** Tells of every request that was answered from now on; observers must be quick and not throw. @returns an undo */
  onServed(observer: (served: Served) => void): () => void;
  /**
   * Answers a request that came in at another port, if its Host is the domain name of a service: who knows that port
   * only needs no other.
   * @returns whether it does
   */
  take(request: IncomingMessage, response: ServerResponse): boolean;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 600_000;

/**
 * Connections that may wait to be accepted: Node.js accepts one in each turn of its event loop, so a burst of new ones
 * waits while the machine is busy, and what finds the queue full (511 unless told) is dropped, resent after seconds and
 * at last reset. The system may allow fewer; Linux allows 4,096.
 */
const BACKLOG = 4_096;

/**
 * VPC Lattice's data plane: a real HTTP server that sends each request to a target group, by the first rule of the
 * listener that matches it or else by the weights of its default action, and answers with what the function behind it
 * said. It speaks plain HTTP even for an HTTPS listener, needs no VPC, and adds two headers of its own,
 * `x-local-target-group` and `x-local-executed-version`.
 *
 * The Host header tells the service, by its domain name, generated or custom; with one listener, 127.0.0.1 and
 * localhost are its names too. Nobody else's name is, and what a page of another site sends is refused: whatever this
 * machine's browser shows could run the functions otherwise.
 * @throws Error when the port is taken
 */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const metrics = new TrafficMetrics(options.metrics, options);
  const observers = new Set<(served: Served) => void>([(served) => metrics.served(served)]);
  const tell = (served: Served) => observers.forEach((observer) => observer(served));
  const routes = new Routes(options.place);
  const serving: Serving = { ...options, choose: chooser(options.splitBy ?? 'request'), routes, tell };
  const server = createServer((request, response) => {
    const over = options.activity?.begin();
    if (over !== undefined) response.on('close', over);
    new Exchange(serving, request, response).begin();
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    onServed(observer) {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    take(request, response) {
      const named = listenerNamed(options.lattice, request.headers.host) !== undefined;
      if (named) new Exchange(serving, request, response).begin();
      return named;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken by another program; choose another with --traffic-port`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', BACKLOG, () => resolve((server.address() as AddressInfo).port));
  });
}
