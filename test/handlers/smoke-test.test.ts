import { describe, expect, it } from 'vitest';
import { memoryService } from '../../verify/memory/service.ts';

describe('smoke test', () => {
  it('sends a VPC Lattice request as often as told and says how it went', async () => {
    const { execution, world } = memoryService();
    const events: unknown[] = [];
    const { answer } = world;
    world.answer = (version, event) => {
      events.push(event);
      return answer(version, event);
    };
    await execution('a').claim();
    expect(await execution('a').smokeTest()).toEqual({
      message: 'alias canary answered GET /health with version 2, 3 of 3 times',
    });
    expect(events).toHaveLength(3);
    expect(events[0]).toMatchObject({
      version: '2.0',
      method: 'GET',
      path: '/health',
      requestContext: { timeEpoch: '1767603600000000' },
    });
  });

  it('fails as VersionNotVisible while the alias answers with another version, however well', async () => {
    const { execution } = memoryService();
    await expect(execution('a').smokeTest()).rejects.toThrow(
      expect.objectContaining({
        name: 'VersionNotVisible',
        message: 'alias canary answered GET /health with version 1, expected 2',
      }),
    );
  });

  it.each([
    [
      'an answer of 500',
      { payload: { statusCode: 500 } },
      'version 2 answered 500, expected 200 to 399, on GET /health',
    ],
    [
      'an answer that is not for VPC Lattice',
      { payload: 'hello' },
      'version 2 answered something that is not a VPC Lattice response with a statusCode on GET /health',
    ],
    [
      'a function that throws',
      { functionError: 'Unhandled', payload: { errorType: 'Error', errorMessage: 'no database', trace: [] } },
      'version 2 failed (Unhandled: no database) on GET /health',
    ],
  ])('fails on %s', async (_, answer, message) => {
    const { execution, world } = memoryService();
    await execution('a').claim();
    world.answer = () => answer;
    await expect(execution('a').smokeTest()).rejects.toThrow(
      expect.objectContaining({ name: 'SmokeTestFailed', message }),
    );
  });

  it('fails when only the last answer is wrong', async () => {
    const { execution, world } = memoryService();
    await execution('a').claim();
    let answers = 0;
    world.answer = () => ({ payload: { statusCode: ++answers < 3 ? 200 : 503 } });
    await expect(execution('a').smokeTest()).rejects.toThrow(/answered 503/);
  });
});
