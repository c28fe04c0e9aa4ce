import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Somebody who has an account here, with what only this application knows of them. */
@Entity('people')
@Unique(['connection', 'issuer', 'subject'])
export class Person {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text', { default: 'default' })
  connection!: string;

  @Column('text')
  issuer!: string;

  @Column('text')
  subject!: string;

  @Column('text', { nullable: true })
  name?: string | null;

  @Column('text', { nullable: true })
  username?: string | null;

  @Column('text', { nullable: true })
  email?: string | null;

  @Column('boolean', { default: false })
  emailVerified!: boolean;

  @Column('text', { default: 'trial' })
  plan!: string;
}
