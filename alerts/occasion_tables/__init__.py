"""The occasions as data, a table per part of the house."""
