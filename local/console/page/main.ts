import { drawAlarms } from './alarms-view.ts';
import { readAddress, type Selection, writeAddress } from './address.ts';
import { askForExecution, askForMachine, listen } from './connection.ts';
import { at, atOf, h, setText, whenChanged } from './dom.ts';
import { drawExecutions } from './executions-view.ts';
import { GraphView } from './graph-view.ts';
import { drawHistory } from './history-view.ts';
import { drawInspector } from './inspector-view.ts';
import { drawRelease, drawWeights } from './release-view.ts';
import { drawRinging } from './ringing-view.ts';
import { drawSides } from './sides-view.ts';
import { drawServices } from './services-view.ts';
import { SteerView } from './steer-view.ts';
import { chosenExecution, type Detail, Store } from './store.ts';
import { drawStrip } from './strip-view.ts';
import { drawTraffic, trafficTable } from './traffic-view.ts';
import { hasRollout } from '../../../cli/story/purpose.ts';
import { statusText } from '../../../cli/story/ending.ts';
import { duration, timeOfDay } from '../../../cli/story/text.ts';
import { labelOf } from '../model/labels.ts';
import { overtakenBy } from '../model/overtaken.ts';
import type { Heard } from '../model/sentence.ts';
import { sideBySide } from '../model/side-by-side.ts';
import type { SidesView } from '../model/sides.ts';
import type { CloudView, ExecutionView, ServiceIdentity, ServiceParts, TrafficPoint } from '../model/protocol.ts';

const STATUSES = ['in progress', 'succeeded', 'failed', 'caught', 'aborted', 'not started'] as const;
const CONNECTION = {
  connecting: 'connecting',
  live: 'live',
  lost: 'connection lost: this is the last that was heard; trying again',
  ended: 'the local cloud has ended: this is its last state',
} as const;

type Lost = NonNullable<Heard['lost']>;
const LOST: Readonly<Partial<Record<Store['connection'], Lost>>> = { lost: 'lost', ended: 'ended' };

const store = new Store();
const steer = new SteerView();
const graph = new GraphView(at('#graph'));
let selection: Selection = readAddress();
let asking = false;

function select(change: { readonly [K in keyof Selection]?: Selection[K] | undefined }): void {
  const merged = { ...selection, ...change };
  selection = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
  writeAddress(selection);
  draw();
}

function closeInspector(): void {
  const { state } = selection;
  select({ state: undefined });
  if (state !== undefined) document.querySelector<SVGElement>(`[data-state="${CSS.escape(state)}"]`)?.focus();
}

/**
 * Fetches what is not known yet of the execution that is looked at, or of the machine before there is one; one question
 * at a time.
 */
async function follow(execution: ExecutionView | undefined, { machineArn }: ServiceIdentity): Promise<void> {
  const arn = execution?.arn ?? machineArn;
  const known = store.detail?.arn === arn ? store.detail.reader.last : -1;
  if (asking || known >= (execution?.events ?? 0)) return;
  asking = true;
  const detail = await (execution === undefined ? askForMachine(arn) : askForExecution(arn, Math.max(0, known)));
  asking = false;
  if (detail === undefined) return;
  store.learn(detail);
  draw();
}

const drawParts = {
  release: whenChanged((cloud: CloudView | undefined, parts: ServiceParts | undefined, now: number, lost?: Lost) =>
    drawRelease(cloud, parts, { now, ...(lost !== undefined && { lost }) }),
  ),
  weights: whenChanged(drawWeights),
  strip: whenChanged((parts: ServiceParts, now: number, lost: boolean) => {
    drawRinging(at('#ringing'), parts, now);
    drawStrip(parts, now, lost);
  }),
  alarms: whenChanged((alarms: ServiceParts['alarms']) => drawAlarms(at('#alarms'), at('#alarms-summary'), alarms)),
  executions: whenChanged(
    (
      executions: ServiceParts['executions'],
      release: ServiceParts['release'],
      alarms: ServiceParts['alarms'],
      chosen: string | undefined,
      now: number,
    ) =>
      drawExecutions(at('#executions'), {
        executions,
        release,
        alarms,
        chosen,
        now,
        choose: (name) => select({ execution: name, state: undefined }),
      }),
  ),
  history: whenChanged((events: Detail['events'], filter: string) =>
    drawHistory(at('#history'), events, filter, (state) => select({ state })),
  ),
  graph: whenChanged(
    (detail: Detail, _events: Detail['events'], selected: string | undefined, whole: boolean, _width: number) =>
      graph.draw({
        definition: detail.definition,
        progress: detail.reader.progress(),
        whole,
        selected,
        select: (state) => select({ state }),
      }),
  ),
  traffic: whenChanged((points: readonly TrafficPoint[], parts: ServiceParts, now: number, _width: number) => {
    drawTraffic(at('#traffic'), at('#traffic-legend'), { points, parts, now });
    const table = atOf(HTMLDetailsElement, '#traffic-table');
    if (table.open) at('div', table).replaceChildren(trafficTable(points, parts));
  }),
  sides: whenChanged((parts: ServiceParts, sides: SidesView | undefined, now: number) =>
    drawSides(at('#sides'), sideBySide(parts, sides, now)),
  ),
  inspector: whenChanged((detail: Detail, _events: Detail['events'], state: string) =>
    drawInspector(at('#inspector'), detail, state, closeInspector),
  ),
};

function drawClock(): void {
  const connection = at('#connection');
  setText(connection, CONNECTION[store.connection]);
  connection.dataset['connection'] = store.connection;
  if (store.speed === 0) return;
  setText(at('#clock time'), timeOfDay(store.now()));
  setText(at('#clock span:last-child'), `× ${store.speed}`);
}

/** @param overtaken what takes back what this one released, while it still says otherwise itself */
function drawExecutionLine(
  execution: ExecutionView | undefined,
  parts: ServiceParts,
  overtaken: ReturnType<typeof overtakenBy>,
): void {
  const line = at('#execution');
  at('.card.graph').classList.toggle('overtaken', overtaken !== undefined);
  if (execution === undefined) return setText(line, 'none yet');
  const { name, kind, version, status, state, startedAt, stoppedAt } = execution;
  const what = kind === 'release' && version !== '' ? `release of ${labelOf(version, parts.release)}` : kind;
  const whole = `${what}, ${name.slice(0, 8)}: ${statusText(status)}, ${state}`;
  const took = duration((stoppedAt ?? store.now()) - startedAt);
  setText(
    line,
    overtaken === undefined
      ? `${whole}, ${took}`
      : `Being rolled back${rollbackText(overtaken.by)}. It notices at its next check: ${whole}.`,
  );
  line.dataset['status'] = status;
}

function rollbackText(by: ExecutionView | undefined): string {
  return by === undefined ? '' : ` by ${by.name.slice(0, 8)}: ${by.state}`;
}

function draw(): void {
  const { cloud } = store;
  const service = cloud?.services.find(({ id }) => id === selection.service) ?? cloud?.services[0];
  const parts = service && store.partsOf(service.id);
  drawClock();
  drawServices(at('#services'), {
    services: cloud?.services ?? [],
    partsOf: (id) => store.partsOf(id),
    chosen: service?.id,
    choose: (id) => select({ service: id, execution: undefined, state: undefined }),
  });
  // What is told of times changes by the second, not with each frame.
  const second = Math.floor(store.now() / 1000) * 1000;
  drawParts.release(cloud, parts, second, LOST[store.connection]);
  if (parts !== undefined) {
    drawParts.weights(parts);
    drawParts.strip(parts, second, LOST[store.connection] !== undefined);
  }
  const running = parts?.executions.find(({ status, kind }) => status === 'RUNNING' && hasRollout(kind));
  steer.draw(
    cloud && service && parts && store.connection === 'live'
      ? { cloud, service, parts, running, speed: store.speed }
      : undefined,
  );
  if (service === undefined || parts === undefined) return;
  const execution = chosenExecution(parts.executions, selection.execution);
  drawExecutionLine(execution, parts, overtakenBy(execution, parts));
  drawParts.alarms(parts.alarms);
  drawParts.sides(parts, store.sidesOf(service.id), second);
  drawParts.executions(
    parts.executions,
    parts.release,
    parts.alarms,
    execution?.name,
    parts.executions.some(({ status }) => status === 'RUNNING') ? Math.floor(store.now() / 1000) * 1000 : 0,
  );
  drawParts.traffic(store.trafficOf(service.id), parts, store.now(), at('#traffic').clientWidth);
  void follow(execution, service);
  const { detail } = store;
  if (detail === undefined) return;
  drawParts.graph(
    detail,
    detail.events,
    selection.state,
    atOf(HTMLInputElement, '#whole').checked,
    at('#graph').clientWidth,
  );
  drawParts.history(detail.events, atOf(HTMLInputElement, '#history-filter').value);
  at('#inspector').hidden = selection.state === undefined;
  if (selection.state !== undefined) drawParts.inspector(detail, detail.events, selection.state);
}

at('#legend').append(
  ...STATUSES.map((status) =>
    h('li', { 'data-status': status }, h('i', { class: 'dot' }), status === 'caught' ? 'caught error' : status),
  ),
);
at('#whole').addEventListener('change', draw);
at('#history-filter').addEventListener('input', draw);
at('#traffic-table').addEventListener('toggle', draw);
window.addEventListener('resize', draw);
window.addEventListener('hashchange', () => {
  selection = readAddress();
  draw();
});
document.addEventListener(
  'keydown',
  ({ key }) => key === 'Escape' && selection.state !== undefined && closeInspector(),
);
listen({
  update(update) {
    store.hear(update);
    draw();
  },
  lost() {
    if (store.connection !== 'ended') store.connection = 'lost';
    draw();
  },
});
draw();
