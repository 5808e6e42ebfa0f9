import type { Chance } from './chance.ts';
import { HEALTHY } from './faults/fault.ts';
import type { MinuteOf, Sample } from './minutes.ts';
import { Scene, type Reading } from './sample.ts';
import { SLOWER } from './times.ts';
import type { Service } from './service.ts';
import type { World } from './workloads/workload.ts';

/** What happened before the world that is watched began: played only where somebody asks. */
export class History {
  private readonly chance: Chance;
  private readonly service: Service;
  private readonly reading: Reading;
  private readonly world: World;
  private hours: Sample[] | undefined;
  private earlier: { readonly scene: Scene; readonly minutes: Sample[] } | undefined;

  constructor(chance: Chance, service: Service, reading: Reading, world: World) {
    this.chance = chance;
    this.service = service;
    this.reading = reading;
    this.world = world;
  }

  /** So many minutes up to minute 0, with nothing on the canary. */
  past(minutes: number): readonly Sample[] {
    if (this.hours?.length !== minutes) {
      const scene = new Scene(this.chance, this.service, this.reading, this.world);
      this.hours = Array.from({ length: minutes }, (_, i) => scene.play(quiet(i - minutes), false));
    }
    return this.hours;
  }

  /**
   * The release that brought the version that production runs: healthy, on another day of the same service, and with
   * the weights of this one minute by minute.
   * @param minutes of this release, from its first shift on
   */
  release(minutes: readonly MinuteOf[]): readonly Sample[] {
    this.earlier ??= {
      scene: new Scene(
        this.chance,
        { ...this.service, fault: HEALTHY },
        {
          times: 'as they are',
          alsoBy: [SLOWER, ...(this.reading.alsoBy ?? [])],
        },
      ),
      minutes: [],
    };
    const { scene, minutes: played } = this.earlier;
    for (const at of minutes.slice(played.length)) played.push(scene.play(at, false));
    return played;
  }
}

function quiet(index: number): MinuteOf {
  return { index, released: index, share: 0, weight: 0, age: -1, atLast: -1 };
}
