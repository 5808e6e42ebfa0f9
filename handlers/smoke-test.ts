import { judgeAnswer, latticeRequest } from '../rollout/lambda/smoke-test.ts';
import { type SmokeTestArgs, type SmokeTestResult, smokeTestRow } from '../statemachine/contract/rows/smoke-test.ts';
import { SMOKE_ENDS_SECONDS } from '../statemachine/contract/smoke.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { invoker } from './ports/aws/wired/lambda.ts';
import { besideProduction } from './protocol/lambda/beside-production.ts';
import type { Ports } from './ports/index.ts';

/**
 * Sends requests through an alias before users do, one after the other, all of which the expected version must answer
 * well. Then, where the plan has `smoke`, asks the version beside the one that production runs, and warms it.
 * @throws ContractError VersionNotVisible while the alias still answers with another version, SmokeTestFailed
 */
export function createSmokeTest(ports: Pick<Ports, 'clock' | 'invoker'>) {
  return async ({ alias, version, path, answers, anyAnswer, smoke }: SmokeTestArgs): Promise<SmokeTestResult> => {
    const untilMs = ports.clock.elapsedMs() + SMOKE_ENDS_SECONDS * 1000;
    for (let answer = 1; answer <= answers; answer++) {
      judgeAnswer(
        { alias, version, path, anyAnswer },
        await ports.invoker.invoke(alias, latticeRequest(path, ports.clock.now())),
      );
    }
    const answered = `alias ${alias} answered GET ${path} with version ${version}, ${answers} of ${answers} times`;
    if (smoke === undefined) return { message: answered };
    const told = await besideProduction(ports, smoke, { version, production: smoke.production, untilMs });
    return { message: [answered, ...told].join('; ') };
  };
}

export const handler = handlerFor(smokeTestRow, { invoker }, createSmokeTest);
