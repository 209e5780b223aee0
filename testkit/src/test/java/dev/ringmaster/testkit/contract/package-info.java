/**
 * The laws that every backend of the hypervisor obeys. A law is a method of an interface; {@link
 * dev.ringmaster.testkit.contract.BackendContract} joins them, and a test class only names its
 * subject. A <em>guest</em> is a small program in one of three modes; its <em>end</em> is what it
 * can see of itself: registers, memory, and what it told the world. Nothing here knows how a
 * backend works.
 */
package dev.ringmaster.testkit.contract;
