import { describeClaimant } from '../../rollout/claim/claimant.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import { outputOf } from '../../statemachine/contract/outputs.ts';
import { endpointOf, isOnThisMachine } from '../connection.ts';
import type { Context } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { counted } from '../../statemachine/contract/counted.ts';
import { placeOf } from '../services.ts';
import { Status } from '../status.ts';
import { byStatus } from './asking.ts';
import type { Certificate } from './certificate.ts';
import { failRelease } from './fail-release.ts';
import { measure } from './measure.ts';
import type { CertifyPorts, Client } from './ports.ts';
import { atOnce } from './functions-at-once.ts';
import { deployedIn, proposalsFor } from './proposals.ts';
import { reportLines } from './report-lines.ts';
import { requireFailing, requireSample } from './sample.ts';
import { statisticsOf } from './statistics.ts';
import { isBad } from './timeline.ts';

/** Between two looks, in milliseconds of this machine's; a local cloud's time runs faster. */
const PAUSE_MS = 1_000;
const LOCAL_PAUSE_MS = 250;

interface CertifyOptions {
  readonly minutes: number;
  /** A version of the sample that fails. */
  readonly release?: string;
  /** In minutes. */
  readonly timeout: number;
  readonly report: string;
  readonly json?: boolean;
}

/** Measures, prints and writes what it found. */
export async function certify(context: Context, options: CertifyOptions): Promise<Status> {
  const { host, ports, say, service, terminal } = context;
  const { rollout } = await ports.records.read();
  if (rollout !== undefined)
    throw new Refused(`RolloutInProgress: what is measured would be the release's: ${describeClaimant(rollout)}`);
  const { certifier, client, now, pause } = await openCertifier(context);
  const aliases = await ports.versions.aliases();
  const production = aliases.find(({ name }) => name === Alias.production)?.versions[0] ?? '';
  const answering = await requireSample(certifier, client, production);
  const failing = options.release === undefined ? undefined : await requireFailing(certifier, options.release);
  const functionsAtOnce = await atOnce(certifier, (why) => terminal.err(why));
  const deployed = deployedIn(await ports.machine.definition());
  const long = counted(options.minutes, 'minute');
  terminal.err(`The sample's release ${answering} answers. Measuring: ${long}, and up to ten more.\n`);
  const measured = await measure({
    ports: certifier,
    client,
    statistics: statisticsOf(service, 'production', deployed.answersFrom),
    groupId: service.productionTargetGroupId,
    minutes: options.minutes,
    now,
    pause,
  });
  const troubled = measured.answers.filter(isBad);
  if (options.release !== undefined && troubled.length > 0)
    terminal.err(
      `Version ${options.release} is not released: production itself answered ` +
        `${troubled.length} of ${measured.answers.length} requests badly, and the canary's could not be told from ` +
        'those. Too few functions at once in the account? RUNBOOK.md#first-hour-in-a-real-account\n',
    );
  const failed =
    options.release !== undefined && failing !== undefined && troubled.length === 0
      ? await failRelease({
          context,
          certifier,
          client,
          version: options.release,
          release: failing,
          production: answering,
          answersFrom: deployed.answersFrom,
          timeoutMinutes: options.timeout,
          now,
          pause,
        })
      : undefined;
  const { account, region } = placeOf(service);
  const found = {
    format: 1,
    certifiedAt: context.cloud.now().toISOString(),
    account,
    region,
    stack: service.stack,
    resolutionSeconds: measured.resolutionSeconds,
    requests: byStatus(measured.answers),
    targetGroups: { reportedBy: measured.reportedBy, listed: measured.listed },
    ...(functionsAtOnce && { functionsAtOnce }),
    ...(deployed.answersFrom && { answersFrom: deployed.answersFrom }),
    metrics: measured.metrics,
    calls: certifier.calls(),
    ...(failed !== undefined && { release: failed }),
  } as const;
  const certificate: Certificate = { ...found, proposals: [...proposalsFor(found, deployed)] };
  host.files.write(options.report, `${JSON.stringify(certificate, null, 2)}\n`);
  if (options.json === true) say(JSON.stringify(certificate));
  else [...reportLines(certificate), `Written to ${options.report}`].forEach(say);
  if (failing !== undefined && failed === undefined) return Status.refused;
  return failed?.timedOut === true ? Status.rolledBack : Status.ok;
}

interface Opened {
  readonly certifier: CertifyPorts;
  readonly client: Client;
  readonly now: () => Promise<number>;
  readonly pause: () => Promise<void>;
}

async function openCertifier({ cloud, host, service, where }: Context): Promise<Opened> {
  const endpoint = endpointOf(where, host.env);
  const here = isOnThisMachine(endpoint);
  const certifier = cloud.certifier(service, here ? endpoint : undefined);
  const stack = await cloud.stacks.find(service.stack);
  if (stack === undefined) throw new NotFound(`there is no stack ${service.stack} any more`);
  const name = stack.outputs[`${service.prefix}ServiceDNS`] ?? outputOf(stack.outputs, 'ServiceDNS');
  const { protocol } = await certifier.listener();
  return {
    certifier,
    client: certifier.client({ protocol, name }),
    // The time is heard with an answer, and this question is the cheapest.
    now: async () => {
      await certifier.listener();
      return cloud.now().getTime();
    },
    pause: () => host.sleep(here ? LOCAL_PAUSE_MS : PAUSE_MS, host.signal),
  };
}
