import { IsInt, IsString, Min } from 'class-validator';

export class NewOrder {
  @IsString()
  item: string;

  @IsInt()
  @Min(1)
  pieces: number;
}
