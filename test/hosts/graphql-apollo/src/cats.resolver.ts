import { Args, Field, Int, Mutation, ObjectType, Query, ResolveField, Resolver } from '@nestjs/graphql';

@ObjectType()
class Cat {
  @Field()
  name: string;
}

@Resolver(() => Cat)
export class CatsResolver {
  @Query(() => [Cat])
  cats(): Cat[] {
    return [{ name: 'Tom' }, { name: 'Duchess' }];
  }

  @ResolveField(() => Int)
  lives() {
    return 9;
  }

  @Query(() => String)
  broken(): string {
    throw new Error('The cat is out.');
  }

  @Mutation(() => Cat)
  addCat(@Args('name') name: string): Cat {
    return { name };
  }
}
