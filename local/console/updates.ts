import type { ClockView, CloudView, ServiceParts, TrafficPoint, Update } from './model/protocol.ts';
import type { SidesView } from './model/sides.ts';

/** A value with its JSON text, by which pages know it again. */
interface Told<T> {
  readonly value: T;
  readonly text: string;
}

/** Everything that pages can be told, as it is at one moment. */
export interface Picture {
  readonly cloudId: string;
  readonly clock: ClockView;
  readonly cloud: Told<CloudView>;
  readonly services: readonly {
    readonly id: string;
    readonly parts: { readonly [K in keyof ServiceParts]: Told<ServiceParts[K]> };
    /** Absent before anybody met a new version. */
    readonly sides?: Told<SidesView>;
  }[];
  /** Points of a service after a moment. */
  readonly trafficSince: (serviceId: string, after: number) => readonly TrafficPoint[];
}

export function told<T>(value: T): Told<T> {
  return { value, text: JSON.stringify(value) };
}

/** What one page has been told: so it hears everything once, then only what changes. */
export class Updates {
  private readonly texts = new Map<string, string>();
  private readonly trafficUntil = new Map<string, number>();

  next({ cloudId, clock, cloud, services, trafficSince }: Picture): Update {
    const parts: Record<string, Partial<ServiceParts>> = {};
    const traffic: Record<string, readonly TrafficPoint[]> = {};
    const sides: Record<string, SidesView> = {};
    for (const service of services) {
      const changed = Object.entries(service.parts).filter(([name, { text }]) =>
        this.isNews(`${service.id} ${name}`, text),
      );
      if (changed.length > 0) parts[service.id] = Object.fromEntries(changed.map(([name, { value }]) => [name, value]));
      if (service.sides !== undefined && this.isNews(`${service.id} sides`, service.sides.text))
        sides[service.id] = service.sides.value;
      const points = trafficSince(service.id, this.trafficUntil.get(service.id) ?? -Infinity);
      const last = points.at(-1);
      if (last === undefined) continue;
      traffic[service.id] = points;
      this.trafficUntil.set(service.id, last.at);
    }
    return {
      cloudId,
      clock,
      ...(this.isNews('cloud', cloud.text) ? { cloud: cloud.value } : {}),
      ...(Object.keys(parts).length > 0 ? { parts } : {}),
      ...(Object.keys(traffic).length > 0 ? { traffic } : {}),
      ...(Object.keys(sides).length > 0 ? { sides } : {}),
    };
  }

  private isNews(key: string, text: string): boolean {
    if (this.texts.get(key) === text) return false;
    this.texts.set(key, text);
    return true;
  }
}
