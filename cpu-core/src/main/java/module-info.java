/** The processor with its protection rings, and the board it sits on. Knows no vendor's extension. */
module dev.ringmaster.cpu {}
