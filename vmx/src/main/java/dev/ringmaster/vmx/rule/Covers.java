package dev.ringmaster.vmx.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rules that a straight-line check stands for, so that a test can see that each rule has
 * exactly one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Covers {
    /** Identifiers, or ranges of them such as {@code CTL-006..011}. */
    String[] value();
}
