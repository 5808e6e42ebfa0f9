import { judgeAnswer, latticeRequest } from '../rollout/lambda/smoke-test.ts';
import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { SmokeTestArgs, SmokeTestResult } from '../statemachine/contract/payloads.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { Ports } from './ports/index.ts';

/**
 * Sends requests through an alias before users do, one after the other, all of which the expected version must answer
 * well.
 * @throws ContractError VersionNotVisible while the alias still answers with another version, SmokeTestFailed
 */
export function createSmokeTest(ports: Pick<Ports, 'clock' | 'invoker'>) {
  return async ({ alias, version, path, answers, anyAnswer }: SmokeTestArgs): Promise<SmokeTestResult> => {
    for (let answer = 1; answer <= answers; answer++) {
      judgeAnswer(
        { alias, version, path, anyAnswer },
        await ports.invoker.invoke(alias, latticeRequest(path, ports.clock.now())),
      );
    }
    return { message: `alias ${alias} answered GET ${path} with version ${version}, ${answers} of ${answers} times` };
  };
}

export const handler = handlerFor(FUNCTIONS.smokeTest, createSmokeTest);
