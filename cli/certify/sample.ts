import { Refused } from '../errors.ts';
import type { CertifyPorts, Client, ClientAnswer } from './ports.ts';

/** What versions of the sample say of themselves (infra/app/service-function.ts). */
const DESCRIPTION = /^Service behind VPC Lattice, release (\S+)$/;
/** Releases of the sample that are broken where users ask and pass the smoke test. */
const FAILING = ['2.1.0-errors', '2.1.0-throws'];
/** A path that no service of anybody's has. */
const NOWHERE = '/canary-certify-asks-for-nothing';
const NAME = 'canary-certify';

/** What every release of the sample answers (handlers/service/greetings.ts, router.ts). */
export const GREETING = `/hello?name=${NAME}`;

/**
 * The release of the sample that answers. Nobody's own service has all three signs: production's description, a
 * greeting that tells its release twice, and a page that is not there and lists those that are.
 * @param production version behind the production alias
 * @throws Refused where one is missing: NotTheSample; where the service lets nobody in: DoesNotSign
 */
export async function requireSample(
  ports: Pick<CertifyPorts, 'description'>,
  client: Client,
  production: string,
): Promise<string> {
  const said = await ports.description(production);
  const release = DESCRIPTION.exec(said)?.[1];
  if (release === undefined) throw notTheSample(`version ${production} of the function says of itself "${said}"`);
  const greeted = await client.get(GREETING);
  if (greeted.status === 403) throw doesNotSign();
  if (!greets(greeted, release)) throw notTheSample(`${GREETING} is answered with ${shown(greeted)}`);
  const lost = await client.get(NOWHERE);
  if (!listsPaths(lost)) throw notTheSample(`${NOWHERE} is answered with ${shown(lost)}`);
  return release;
}

/**
 * What the version that is to fail calls itself.
 * @throws Refused for any other version: NotTheSample, NotAFailingRelease
 */
export async function requireFailing(ports: Pick<CertifyPorts, 'description'>, version: string): Promise<string> {
  const said = await ports.description(version);
  const release = DESCRIPTION.exec(said)?.[1];
  if (release === undefined) throw notTheSample(`version ${version} of the function says of itself "${said}"`);
  if (FAILING.includes(release)) return release;
  throw new Refused(
    `NotAFailingRelease: version ${version} is release ${release}; deploy ${FAILING.join(' or ')} first ` +
      `(npm run deploy -- -c release=${FAILING[1]})`,
  );
}

const doesNotSign = () =>
  new Refused(
    `DoesNotSign: ${GREETING} is answered with status 403, and certify does not sign its requests, as a service with ` +
      'auth type AWS_IAM wants them. Not measured: target groups, metrics, weights, aliases, the rollback. Certify a ' +
      'sample without auth in this account and Region; what it measures goes for both',
  );

const notTheSample = (what: string) =>
  new Refused(
    `NotTheSample: ${what}, which is not what the sample of this project does. Only the deployed sample is ` +
      "certified, never anybody's own function; what it measures goes for the whole account and Region",
  );

function greets({ status, release, body }: ClientAnswer, expected: string): boolean {
  const told = fieldsOf(body);
  return (
    status === 200 &&
    release === expected &&
    told['release'] === expected &&
    typeof told['message'] === 'string' &&
    told['message'].endsWith(`, ${NAME}!`)
  );
}

function listsPaths({ status, body }: ClientAnswer): boolean {
  const { error, paths } = fieldsOf(body);
  return status === 404 && error === `no such path: ${NOWHERE}` && Array.isArray(paths) && paths.includes('/health');
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const told: unknown = JSON.parse(body);
    return typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const shown = ({ status, body }: ClientAnswer) =>
  status === 'closed' ? 'a closed connection' : `status ${status} and ${JSON.stringify(body.slice(0, 80))}`;
