import type { Where } from './connection.ts';
import { NotFound, UsageError } from './errors.ts';
import { didYouMean } from './nearest.ts';
import type { Stack, Stacks } from './ports.ts';
import { type Found, hasService, type Service, serviceIn, servicesIn } from './services.ts';

/**
 * The service that is meant: in the stack of that name, or in the only stack that has one.
 * @throws NotFound, UsageError naming the candidates
 */
export async function findService(
  stacks: Stacks,
  { stack: name, service }: Pick<Where, 'stack' | 'service'>,
): Promise<Service> {
  const stack = name === undefined ? onlyOne(await candidates(stacks)) : await named(stacks, name);
  return serviceIn(stack.outputs, stack.name, service);
}

/**
 * Every service of the account and Region, by the outputs of its stacks; of one stack where it is named.
 * @throws NotFound when there is no stack of that name
 */
export async function findServices(
  stacks: Stacks,
  { stack, service }: Pick<Where, 'stack' | 'service'>,
): Promise<readonly Found[]> {
  const found = stack === undefined ? await candidates(stacks) : [await named(stacks, stack)];
  return found
    .flatMap(({ name, outputs }) => servicesIn(outputs, name))
    .filter((each) => service === undefined || each.name === service || ('prefix' in each && each.prefix === service));
}

async function named(stacks: Stacks, name: string): Promise<Stack> {
  const found = await stacks.find(name);
  if (found !== undefined) return found;
  // Whoever may read this one stack only, still is told that it does not exist.
  const names = await candidates(stacks).then(
    (found) => found.map((stack) => stack.name),
    () => [],
  );
  if (names.length === 0)
    throw new NotFound(
      `--stack: there is no stack ${name} here, and none with a service to release; is it another --region ` +
        'or --profile?',
    );
  throw new NotFound(
    `--stack: there is no stack ${name}; with a service to release there are ` +
      `${names.join(', ')}${didYouMean(name, names)}`,
  );
}

async function candidates(stacks: Stacks): Promise<readonly Stack[]> {
  return (await stacks.all()).filter(({ outputs }) => hasService(outputs));
}

function onlyOne(found: readonly Stack[]): Stack {
  const [only, another] = found;
  if (only === undefined)
    throw new NotFound(
      'no stack here has a service to release: deploy one (npm run deploy), or look elsewhere with --region, ' +
        '--profile or --local',
    );
  if (another !== undefined)
    throw new UsageError(
      `--stack: several stacks have a service to release; choose one of ${found.map(({ name }) => name).join(', ')}`,
    );
  return only;
}
