import { diagnose } from './diagnose.js';
import type { Diagnosis, Facts } from './diagnosis.js';
import type { Symptom } from './symptom.js';

/** Diagnoses for one installation. What only our own code names is looked up once: strangers can cause it as often as they like. */
export class Diagnoser {
  private readonly known = new Map<string, Diagnosis>();

  constructor(private readonly facts: Facts) {}

  /** As diagnose(). */
  diagnose(symptom: Symptom): Diagnosis {
    const { where, error, description, status, code } = symptom;
    // Words come from outside and have no end; places, codes and statuses are few.
    if (error !== undefined || description !== undefined) return diagnose(symptom, this.facts);
    const key = `${where} ${code ?? ''} ${status ?? ''}`;
    const known = this.known.get(key) ?? diagnose(symptom, this.facts);
    this.known.set(key, known);
    return known;
  }
}
